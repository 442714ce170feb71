Attribute VB_Name = "Disk"
' Stands for files and folders where a VBA interpreter has none. The test sets what they say.
Option Explicit

Public Const CONF_FILE As String = "taskbook.conf"
Public Interpreter As String, AddWorkbook As String, GonePath As String
Public Noted As String, NotedByPython As String, Vanished As String, Locked As Boolean
Public BesideFolder As String, Breaks As Boolean, CurrentFolder As String, Fails As Boolean

Public Sub Prepare(ByVal what As String, ByVal value As Variant)
    Select Case what
        Case "interpreter": Interpreter = value
        Case "add_workbook": AddWorkbook = value
        Case "gone": GonePath = value
        Case "noted": Noted = value
        Case "noted_by_python": NotedByPython = value
        Case "vanished": Vanished = value
        Case "locked": Locked = value
        Case "beside": BesideFolder = value
        Case "breaks": Breaks = value
        Case "current": CurrentFolder = value
        Case "fails": Fails = value
        Case Else: Err.Raise 5
    End Select
End Sub

Public Function ConfPath() As String
    If Fails Then Err.Raise 57, , "device"
    ConfPath = "C:\Users\me\.taskbook\taskbook.conf"
End Function

Public Function InterpreterKey() As String
    InterpreterKey = "INTERPRETER_WIN"
End Function

Public Function MarkerPath() As String
    MarkerPath = "C:\Users\me\.taskbook\last_run.txt"
End Function

Public Function ConfValue(ByVal path As String, ByVal wanted As String) As String
    If wanted = "INTERPRETER_WIN" Then ConfValue = Interpreter Else ConfValue = AddWorkbook
End Function

Public Function TextOf(ByVal path As String) As String
    TextOf = Noted
End Function

Public Function Forget(ByVal path As String) As Boolean
    If Not Locked Then Noted = ""
    Forget = Not Locked
End Function

Public Sub PythonNotes()
    Noted = NotedByPython
End Sub

Public Function VanishedHome(ByVal path As String) As String
    VanishedHome = Vanished
End Function

Public Function IsGone(ByVal path As String) As Boolean
    IsGone = (path = GonePath)
End Function

Public Function FolderOf(ByVal path As String) As String
    FolderOf = Left$(path, InStrRev(path, "\") - 1)
End Function

Public Function MoveInto(ByVal folder As String) As String
    MoveInto = CurrentFolder
    CurrentFolder = folder
End Function

Public Function FolderWithConf(ByVal fullName As String) As String
    FolderWithConf = BesideFolder
End Function

Public Function BreaksCommand(ByVal fullName As String) As Boolean
    BreaksCommand = Breaks
End Function
