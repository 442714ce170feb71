Attribute VB_Name = "xlwings"
' Stands for xlwings' module: notes what RunPython is asked to run and how Excel is meanwhile.
Option Explicit

Public Command As String, Calls As Long, StatusMeanwhile As String, FolderMeanwhile As String, NotedBefore As String
Public ErrorToRaise As Long, PressMeanwhile As String

Public Function RunPython(PythonCommand As String)
    Command = PythonCommand
    Calls = Calls + 1
    StatusMeanwhile = Application.StatusBar
    FolderMeanwhile = Disk.CurrentFolder
    NotedBefore = Disk.Noted
    If PressMeanwhile <> "" Then
        PythonBridge.RunButton PressMeanwhile
        StatusMeanwhile = Application.StatusBar
    End If
    Disk.PythonNotes
    If ErrorToRaise <> 0 Then Err.Raise ErrorToRaise, , "not allowed"
    RunPython = 0
End Function

Public Sub Prepare(ByVal number As Long, ByVal button As String)
    ErrorToRaise = number
    PressMeanwhile = button
End Sub
