Attribute VB_Name = "xlwings"
' Stands for xlwings' module, which compiles in Excel alone: it notes what RunPython is asked to run, and does what
' Python could do. What it is to do stands in the add-in's sheet, where the test has put it:
'   A201 what Python writes into the marker ("" nothing), A202 the number of an error to raise (0 none),
'   A203 "press" to have a button pressed while Python runs; it fills B201 command, B202 how often,
'   B203 whether the marker was there.
Option Explicit

Public Function RunPython(PythonCommand As String)
    Dim sheet As Object
    Set sheet = ThisWorkbook.Worksheets("messages")
    sheet.Cells(201, 2).Value = PythonCommand
    sheet.Cells(202, 2).Value = sheet.Cells(202, 2).Value + 1
    sheet.Cells(203, 2).Value = IIf(Disk.IsThere(Disk.MarkerPath()), "yes", "no")
    If sheet.Cells(203, 1).Value = "press" Then PythonBridge.RunButton "report"
    If sheet.Cells(201, 1).Value <> "" Then Note CStr(sheet.Cells(201, 1).Value)
    If sheet.Cells(202, 1).Value <> 0 Then Err.Raise CLng(sheet.Cells(202, 1).Value)
    RunPython = 0
End Function

Private Sub Note(ByVal text As String)
    Dim number As Integer
    number = FreeFile
    Open Disk.MarkerPath() For Output As #number
    Print #number, text
    Close #number
End Sub
