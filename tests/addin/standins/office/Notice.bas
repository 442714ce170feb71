Attribute VB_Name = "Notice"
' Stands for the dialog: lists in the add-in's sheet, from D201 on, the key and the text of each message.
Option Explicit

Public Sub Show(ByVal text As String, ByVal title As String, ByVal key As String)
    Dim row As Long, sheet As Object
    Set sheet = ThisWorkbook.Worksheets("messages")
    row = 201
    Do While sheet.Cells(row, 4).Value <> ""
        row = row + 1
    Loop
    sheet.Cells(row, 4).Value = key
    sheet.Cells(row, 5).Value = text
    sheet.Cells(row, 6).Value = title
End Sub
