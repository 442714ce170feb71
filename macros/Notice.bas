Attribute VB_Name = "Notice"
' One message to the person at the screen.
Option Explicit

Private Const ON_TOP As Long = 4096

' The shell's dialog shows every character; MsgBox, where there is none, those of the machine's code page.
Public Sub Show(ByVal text As String, ByVal title As String, ByVal key As String)
    Dim windowsShell As Object
    On Error GoTo plain
    #If Mac Then
        MsgBox text, vbExclamation, title
    #Else
        Set windowsShell = CreateObject("WScript.Shell")
        windowsShell.Popup text, 0, title, vbExclamation + ON_TOP
    #End If
    Exit Sub
plain:
    On Error Resume Next
    MsgBox text, vbExclamation, title
End Sub
