Attribute VB_Name = "Disk"
' Files and folders: where the installation left its notes, what lies beside a workbook. No error leaves this module
' but a wrong call.
Option Explicit

Public Const CONF_FILE As String = "taskbook.conf"
Private Const CONF_FOLDER As String = ".taskbook"
Private Const MARKER_FILE As String = "last_run.txt"

' ---- what the installation and Python wrote ----

' The same path as xlwings' GetConfigFilePath; on a Mac HOME is the folder that Excel's sandbox may read.
Public Function ConfPath() As String
    #If Mac Then
        ConfPath = Environ("HOME") & "/" & CONF_FILE
    #Else
        ConfPath = HomeFolder() & CONF_FILE
    #End If
End Function

Public Function InterpreterKey() As String
    #If Mac Then
        InterpreterKey = "INTERPRETER_MAC"
    #Else
        InterpreterKey = "INTERPRETER_WIN"
    #End If
End Function

Public Function MarkerPath() As String
    MarkerPath = HomeFolder() & MARKER_FILE
End Function

Private Function HomeFolder() As String
    HomeFolder = Environ("USERPROFILE") & Application.PathSeparator & CONF_FOLDER & Application.PathSeparator
End Function

' What a file of lines "name","value" says of a name, as xlwings reads it; "" if nothing.
Public Function ConfValue(ByVal path As String, ByVal wanted As String) As String
    Dim number As Integer, itsName As String, itsValue As String
    On Error GoTo ended
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Input #number, itsName, itsValue
        If LCase$(itsName) = LCase$(wanted) Then
            ConfValue = Trim$(itsValue)
            Exit Do
        End If
    Loop
ended:
    CloseQuietly number
End Function

' The text of a small file; "" if there is none.
Public Function TextOf(ByVal path As String) As String
    Dim number As Integer, textLine As String
    On Error GoTo ended
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Line Input #number, textLine
        TextOf = TextOf & textLine & vbLf
    Loop
ended:
    CloseQuietly number
End Function

Private Sub CloseQuietly(ByVal number As Integer)
    On Error Resume Next
    Close #number
End Sub

' Deletes the file, and says whether it is gone; on a Mac its coming back says nothing, as RunPython does not wait.
Public Function Forget(ByVal path As String) As Boolean
    #If Mac Then
        Forget = False
    #Else
        On Error Resume Next
        Kill path
        Forget = IsGone(path)
    #End If
End Function

' The folder that the environment's Python came from, if it is no longer there; else "".
Public Function VanishedHome(ByVal interpreter As String) As String
    Dim textLine As Variant, place As Long, home As String
    For Each textLine In Split(TextOf(FolderOf(FolderOf(interpreter)) & Application.PathSeparator & "pyvenv.cfg"), vbLf)
        place = InStr(textLine, "=")
        If place > 0 Then
            If LCase$(Trim$(Left$(textLine, place - 1))) = "home" Then home = Trim$(Mid$(textLine, place + 1))
        End If
    Next textLine
    ' The file is UTF-8 and is read in the machine's code page: other letters would name a wrong folder.
    If home <> "" And IsAscii(home) Then
        If IsGone(home) Then VanishedHome = home
    End If
End Function

Private Function IsAscii(ByVal text As String) As Boolean
    Dim place As Long
    For place = 1 To Len(text)
        If AscW(Mid$(text, place, 1)) < 0 Or AscW(Mid$(text, place, 1)) > 126 Then Exit Function
    Next place
    IsAscii = True
End Function

' ---- what is where ----

Public Function IsThere(ByVal path As String) As Boolean
    Dim attributes As Long
    On Error GoTo ended
    attributes = GetAttr(path)
    IsThere = True
ended:
End Function

' Not there for certain: what Excel may not look at is not called gone.
Public Function IsGone(ByVal path As String) As Boolean
    #If Mac Then
        IsGone = False
    #Else
        Dim attributes As Long
        On Error GoTo ended
        attributes = GetAttr(path)
        Exit Function
ended:
        IsGone = (Err.Number = 52 Or Err.Number = 53 Or Err.Number = 68 Or Err.Number = 76)
    #End If
End Function

Public Function FolderOf(ByVal path As String) As String
    Dim place As Long
    place = InStrRev(path, Application.PathSeparator)
    If place > 0 Then FolderOf = Left$(path, place - 1)
End Function

' Changes Excel's current folder; returns the one before, "" if nothing was changed.
Public Function MoveInto(ByVal folder As String) As String
    #If Mac Then
        MoveInto = ""
    #Else
        Dim before As String
        On Error GoTo ended
        If folder = "" Then Exit Function
        before = CurDir
        If Mid$(folder, 2, 1) = ":" Then ChDrive Left$(folder, 1)
        ChDir folder
        MoveInto = before
ended:
    #End If
End Function

' ---- what a workbook's place may do to the call ----

' The folder whose settings file xlwings would read for a workbook; "" if there is none.
Public Function FolderWithConf(ByVal fullName As String) As String
    Dim folder As Variant, folders As String
    folders = FoldersOf(fullName)
    If folders = "" Then Exit Function
    For Each folder In Split(Left$(folders, Len(folders) - 1), vbLf)
        If IsThere(folder & Application.PathSeparator & CONF_FILE) Then
            FolderWithConf = folder & Application.PathSeparator
            Exit Function
        End If
    Next folder
End Function

' Of a workbook in OneDrive xlwings guesses the local folder in these ways; of a new one it looks into the root.
Private Function FoldersOf(ByVal fullName As String) As String
    Dim variable As Variant, root As String, afterHost As Long, fromLibrary As Long, fromDocuments As Long
    If InStr(fullName, "://") = 0 Then
        FoldersOf = FolderOf(fullName) & vbLf
        Exit Function
    End If
    afterHost = InStr(InStr(fullName, "://") + 3, fullName, "/")
    If afterHost > 0 Then fromLibrary = InStr(afterHost + 1, fullName, "/")
    fromDocuments = InStr(fullName, "/Documents")
    For Each variable In Array("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
        root = Environ(CStr(variable))
        If root <> "" Then
            If fromLibrary > 0 Then FoldersOf = FoldersOf & LocalFolder(root, Mid$(fullName, fromLibrary))
            If fromDocuments > 0 Then FoldersOf = FoldersOf & LocalFolder(root, Mid$(fullName, fromDocuments + 10))
        End If
    Next variable
End Function

Private Function LocalFolder(ByVal root As String, ByVal address As String) As String
    LocalFolder = FolderOf(root & Replace(address, "/", Application.PathSeparator)) & vbLf
End Function

' Characters that xlwings' command line does not survive: they could make the shell run something else.
Public Function BreaksCommand(ByVal fullName As String) As Boolean
    Dim place As Long
    #If Mac Then
        For place = 1 To Len(fullName)
            If InStr("$`""|\", Mid$(fullName, place, 1)) > 0 Then BreaksCommand = True
        Next place
    #Else
        place = InStr(fullName, "^")
        BreaksCommand = InStr(fullName, """") > 0 Or (place > 0 And InStr(fullName, "&") > 0)
    #End If
End Function
