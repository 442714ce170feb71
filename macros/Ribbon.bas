Attribute VB_Name = "Ribbon"
' What the tab's controls call, one line each (ribbon.xml names these procedures). Excel passes an IRibbonControl;
' it is taken as an Object so that no reference to Office's type library is needed.
Option Explicit

Public Sub PressImport(control As Object)
    PythonBridge.RunButton "import"
End Sub

Public Sub PressCheck(control As Object)
    PythonBridge.RunButton "check"
End Sub

Public Sub PressSplit(control As Object)
    PythonBridge.RunButton "split"
End Sub

Public Sub PressSend(control As Object)
    PythonBridge.RunButton "send"
End Sub

Public Sub PressRemind(control As Object)
    PythonBridge.RunButton "remind"
End Sub

Public Sub PressRound(control As Object)
    PythonBridge.RunButton "round"
End Sub

Public Sub PressReport(control As Object)
    PythonBridge.RunButton "report"
End Sub

Public Sub PressSettings(control As Object)
    PythonBridge.RunButton "settings"
End Sub

Public Sub PressLogin(control As Object)
    PythonBridge.RunButton "login"
End Sub

Public Sub PressFolder(control As Object)
    PythonBridge.RunButton "folder"
End Sub

Public Sub PressHelp(control As Object)
    PythonBridge.RunButton "help"
End Sub

Public Sub GetPeriod(control As Object, ByRef returnedVal As Variant)
    returnedVal = PythonBridge.Period()
End Sub

Public Sub SetPeriod(control As Object, text As String)
    PythonBridge.KeepPeriod text
End Sub
