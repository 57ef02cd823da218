/* end-session.exe PROCESS: tells every window of a process that the session ends, as Windows does at a log-off: first it asks
   (WM_QUERYENDSESSION), then it says so (WM_ENDSESSION). Ends with the number of windows that were told.
   https://learn.microsoft.com/windows/win32/shutdown/logging-off */
#include <windows.h>
#include <stdlib.h>

typedef struct {
  DWORD process;
  UINT message;
  WPARAM ends;
  int told;
} Told;

static BOOL CALLBACK tell(HWND window, LPARAM given) {
  Told *told = (Told *)given;
  DWORD process = 0;
  GetWindowThreadProcessId(window, &process);
  if (process == told->process) {
    SendMessageW(window, told->message, told->ends, (LPARAM)ENDSESSION_LOGOFF);
    told->told++;
  }
  return TRUE;
}

int wmain(int count, wchar_t **words) {
  if (count != 2) return 0;
  Told asks = {(DWORD)wcstoul(words[1], NULL, 10), WM_QUERYENDSESSION, 0, 0};
  Told ends = {asks.process, WM_ENDSESSION, TRUE, 0};
  EnumWindows(tell, (LPARAM)&asks);
  EnumWindows(tell, (LPARAM)&ends);
  return ends.told;
}
