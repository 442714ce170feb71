Attribute VB_Name = "PythonBridge"
' The only way from a button into Python: what a button does stands there, in taskbook.excel.press.
'
'   RunButton   presses a button; no error leaves it
'   Period      what stands in the tab's box
'   KeepPeriod  keeps what was typed there
'
' A workbook that xlwings would take settings or code from is refused: whoever mailed it could choose what is run.
Option Explicit

Private Const REPEAT_SECONDS As Double = 0.5
Private Const LONGEST_PERIOD As Long = 40

Private mRunning As Boolean
Private mPeriod As String
Private mLastButton As String
Private mLastEnd As Double

Public Sub RunButton(ByVal button As String)
    Dim statusBefore As Variant
    If mRunning Then
        SayBusy
        Exit Sub
    End If
    If IsSecondClick(button) Then Exit Sub
    On Error GoTo failed
    mRunning = True
    statusBefore = False
    ForbidInterruption
    statusBefore = Application.StatusBar
    Application.StatusBar = Messages.Text("starting", Messages.Text("button_" & button, "", ""), "")
    Press button
finished:
    On Error Resume Next
    RestoreStatusBar statusBefore
    mLastButton = button
    mLastEnd = Timer
    mRunning = False
    Exit Sub
failed:
    Messages.Tell "went_wrong", Err.Number & " " & Err.Description, ""
    Resume finished
End Sub

Public Function Period() As String
    Period = mPeriod
End Function

Public Sub KeepPeriod(ByVal text As String)
    mPeriod = Left$(Trim$(text), LONGEST_PERIOD)
End Sub

Private Sub Press(ByVal button As String)
    Dim interpreter As String
    If Not WorkbookIsOpen(button) Then Exit Sub
    If Not WorkbookIsHarmless() Then Exit Sub
    interpreter = InstalledInterpreter()
    If interpreter <> "" Then CallPython interpreter, button
End Sub

' ---- what must be so before Python is called ----

' RunPython needs an active workbook; import and help make do with an empty one.
Private Function WorkbookIsOpen(ByVal button As String) As Boolean
    If Not ActiveWorkbook Is Nothing Then
        WorkbookIsOpen = True
    ElseIf button = "import" Or button = "help" Then
        Application.Workbooks.Add
        WorkbookIsOpen = True
    ElseIf ProtectedViews() > 0 Then
        Messages.Tell "protected_view", "", ""
    Else
        Messages.Tell "no_workbook", Messages.Text("button_import", "", ""), ""
    End If
End Function

' Asked late: neither Excel 2007 nor other programs know the property.
Private Function ProtectedViews() As Long
    Dim host As Object
    On Error Resume Next
    Set host = Application
    ProtectedViews = host.ProtectedViewWindows.Count
End Function

Private Function WorkbookIsHarmless() As Boolean
    Dim sheetName As String, folder As String, path As String
    path = WorkbookPath()
    sheetName = TellingSheet()
    folder = Disk.FolderWithConf(path)
    If sheetName <> "" Then
        Messages.Tell "conf_in_workbook", ActiveWorkbook.Name, sheetName
    ElseIf folder <> "" Then
        Messages.Tell "conf_beside", folder, ""
    ElseIf Disk.BreaksCommand(path) Then
        Messages.Tell "unsafe_name", path, ""
    Else
        WorkbookIsHarmless = True
    End If
End Function

' What xlwings goes by, Excel's FullName; elsewhere that may be the name alone.
Private Function WorkbookPath() As String
    WorkbookPath = ActiveWorkbook.FullName
    If WorkbookPath = ActiveWorkbook.Name And ActiveWorkbook.Path <> "" Then
        WorkbookPath = ActiveWorkbook.Path & Application.PathSeparator & ActiveWorkbook.Name
    End If
End Function

' The name of a sheet that xlwings would take settings or code from; "" if there is none.
Private Function TellingSheet() As String
    Dim sheet As Object, sheetName As String
    For Each sheet In ActiveWorkbook.Sheets
        sheetName = LCase$(sheet.Name)
        If sheetName = Disk.CONF_FILE Or Right$(sheetName, 3) = ".py" Then
            TellingSheet = sheet.Name
            Exit Function
        End If
    Next sheet
End Function

' The path of the interpreter that the installation wrote down; "" after saying what is wrong.
Private Function InstalledInterpreter() As String
    Dim conf As String, interpreter As String
    conf = Disk.ConfPath()
    interpreter = Disk.ConfValue(conf, Disk.InterpreterKey())
    If interpreter = "" Then
        Messages.Tell "not_installed", conf, ""
    ElseIf LCase$(Disk.ConfValue(conf, "ADD_WORKBOOK_TO_PYTHONPATH")) <> "false" Then
        Messages.Tell "conf_incomplete", conf, ""
    ElseIf Disk.IsGone(interpreter) Then
        Messages.Tell "interpreter_missing", interpreter, ""
    Else
        InstalledInterpreter = interpreter
    End If
End Function

' ---- the call, and what to say where it did nothing ----

Private Sub CallPython(ByVal interpreter As String, ByVal button As String)
    Dim marker As String, markerTells As Boolean, folderBefore As String
    marker = Disk.MarkerPath()
    markerTells = Disk.Forget(marker)
    ' cmd.exe is found by its name: not in the folder of a workbook that came by mail.
    folderBefore = Disk.MoveInto(Disk.FolderOf(interpreter))
    On Error GoTo refused
    xlwings.RunPython "from taskbook import excel; excel.press('" & button & "', '" & HexOf(mPeriod) & "')"
    On Error GoTo 0
    Disk.MoveInto folderBefore
    If markerTells Then ExplainSilence Disk.TextOf(marker), interpreter
    Exit Sub
refused:
    Messages.Tell "refused", interpreter, Err.Number & " " & Err.Description
    Disk.MoveInto folderBefore
End Sub

' Python notes in the marker that it has started, and last of all that it is done.
Private Sub ExplainSilence(ByVal noted As String, ByVal interpreter As String)
    Dim home As String
    If InStr(noted, "done") > 0 Then Exit Sub
    home = Disk.VanishedHome(interpreter)
    If noted <> "" Then
        Messages.Tell "stopped_midway", "", ""
    ElseIf home <> "" Then
        Messages.Tell "python_gone", home, ""
    Else
        Messages.Tell "not_started", interpreter, ""
    End If
End Sub

' Four hexadecimal digits for each UTF-16 unit: nothing that is typed can break the command.
Private Function HexOf(ByVal text As String) As String
    Dim place As Long, unit As Long
    For place = 1 To Len(text)
        unit = AscW(Mid$(text, place, 1))
        If unit < 0 Then unit = unit + 65536
        HexOf = HexOf & Right$("000" & Hex$(unit), 4)
    Next place
End Function

' ---- Excel around the call ----

' The second half of a double click arrives when the first press is over.
Private Function IsSecondClick(ByVal button As String) As Boolean
    IsSecondClick = (button = mLastButton) And (Abs(Timer - mLastEnd) < REPEAT_SECONDS)
End Function

' No dialog: it would hold up the Python that is at work in Excel.
Private Sub SayBusy()
    On Error Resume Next
    Application.StatusBar = Messages.Text("busy", "", "")
End Sub

' Esc would stop the macro with the editor's dialog; Excel allows it again by itself when the macro has ended.
Private Sub ForbidInterruption()
    Dim host As Object
    On Error Resume Next
    Set host = Application
    host.EnableCancelKey = 0
End Sub

' On a Mac RunPython does not wait: there Python clears the bar when it is done.
Private Sub RestoreStatusBar(ByVal before As Variant)
    #If Mac Then
    #Else
        Application.StatusBar = before
    #End If
End Sub
