Attribute VB_Name = "Messages"
' Texts for people: they stand on the sheet "messages" (key, text), made from messages.toml.
Option Explicit

Private Const SHEET_NAME As String = "messages"

' A text with {1} and {2} filled in; a key that is not there stands for itself.
Public Function Text(ByVal key As String, ByVal first As String, ByVal second As String) As String
    Dim row As Long, sheet As Object
    On Error GoTo ended
    Text = key
    Set sheet = ThisWorkbook.Worksheets(SHEET_NAME)
    row = 1
    Do While sheet.Cells(row, 1).Value <> ""
        If sheet.Cells(row, 1).Value = key Then
            Text = Replace(Replace(sheet.Cells(row, 2).Value, "{2}", second), "{1}", first)
            Exit Function
        End If
        row = row + 1
    Loop
ended:
End Function

Public Sub Tell(ByVal key As String, ByVal first As String, ByVal second As String)
    Notice.Show Text(key, first, second), Text("title", "", ""), key
End Sub
