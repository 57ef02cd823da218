/* sidetone.exe, the console program of Windows. Sidetone.exe is a program with windows, for which a shell neither waits nor shows output: this
   one starts it with the same words, passes on what it prints, and exits as it exits. */
#define WIN32_LEAN_AND_MEAN
#include "policy-facts.h"
#include <windows.h>
#include <shellapi.h>
#include <wchar.h>

enum { NOT_RUNNING = 3, MAX_PATH_CHARS = 32768, CHUNK = 65536 };

/** A pipe from the app, and the handle of ours on which its text is printed. */
typedef struct {
  HANDLE from;
  HANDLE to;
} Stream;

static void complain(const char *text) {
  DWORD written;
  WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)strlen(text), &written, NULL);
}

/** Prints UTF-8: a console takes UTF-16, everything else takes the bytes. */
static void print(HANDLE to, const char *bytes, DWORD length) {
  DWORD mode, written;
  if (!GetConsoleMode(to, &mode)) {
    WriteFile(to, bytes, length, &written, NULL);
    return;
  }
  int chars = MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, NULL, 0);
  wchar_t *text = HeapAlloc(GetProcessHeap(), 0, (size_t)chars * sizeof(wchar_t));
  if (text == NULL) return;
  MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, text, chars);
  WriteConsoleW(to, text, (DWORD)chars, &written, NULL);
  HeapFree(GetProcessHeap(), 0, text);
}

/** Prints all that a pipe brings, in whole lines, so that no letter is divided. */
static DWORD WINAPI pass_on(LPVOID parameter) {
  Stream *stream = parameter;
  char *text = HeapAlloc(GetProcessHeap(), 0, CHUNK);
  DWORD held = 0, got;
  if (text == NULL) return 1;
  while (ReadFile(stream->from, text + held, CHUNK - held, &got, NULL) && got > 0) {
    held += got;
    DWORD whole = held;
    while (whole > 0 && text[whole - 1] != '\n') whole--;
    if (whole == 0 && held == CHUNK) whole = held;
    if (whole > 0) print(stream->to, text, whole);
    memmove(text, text + whole, held - whole);
    held -= whole;
  }
  if (held > 0) print(stream->to, text, held);
  HeapFree(GetProcessHeap(), 0, text);
  return 0;
}

/** Whether these words start the app, which then stays: no command, or a link. */
static BOOL starts_app(int count, wchar_t **words) {
  for (int i = 1; i < count; i++) {
    if (_wcsnicmp(words[i], L"sidetone:", 9) == 0) return TRUE;
    if (words[i][0] != L'-' || wcscmp(words[i], L"-h") == 0 || wcscmp(words[i], L"--help") == 0) return FALSE;
  }
  return TRUE;
}

/** What follows the program's own name, exactly as it was written. */
static const wchar_t *rest_of(const wchar_t *line) {
  BOOL quoted = FALSE;
  while (*line != 0 && (quoted || (*line != L' ' && *line != L'\t'))) quoted ^= *line++ == L'"';
  return line;
}

/** The command line of ..\Sidetone.exe, seen from this program; FALSE when it isn't there. */
static BOOL app_command(wchar_t *program, wchar_t *command) {
  DWORD length = GetModuleFileNameW(NULL, program, MAX_PATH_CHARS);
  if (length == 0 || length >= MAX_PATH_CHARS) return FALSE;
  for (int up = 0; up < 2; up++) {
    wchar_t *slash = wcsrchr(program, L'\\');
    if (slash == NULL) return FALSE;
    *slash = 0;
  }
  const wchar_t *rest = rest_of(GetCommandLineW());
  if (wcslen(program) + wcslen(rest) + 32 > MAX_PATH_CHARS) return FALSE;
  wcscat(program, L"\\Sidetone.exe");
  wcscpy(command, L"\"");
  wcscat(command, program);
  wcscat(command, L"\"");
  wcscat(command, rest);
  return GetFileAttributesW(program) != INVALID_FILE_ATTRIBUTES;
}

/** A pipe whose writing end the app inherits. */
static BOOL make_pipe(HANDLE *reads, HANDLE *writes) {
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  return CreatePipe(reads, writes, &inherited, 0) && SetHandleInformation(*reads, HANDLE_FLAG_INHERIT, 0);
}

/** Runs a command of the app to its end. */
static int run(wchar_t *program, wchar_t *command) {
  STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION app;
  Stream out = {.to = GetStdHandle(STD_OUTPUT_HANDLE)}, err = {.to = GetStdHandle(STD_ERROR_HANDLE)};
  if (!make_pipe(&out.from, &start.hStdOutput) || !make_pipe(&err.from, &start.hStdError)) return 1;
  if (!CreateProcessW(program, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &app)) return 1;
  CloseHandle(start.hStdOutput);
  CloseHandle(start.hStdError);
  HANDLE readers[] = {CreateThread(NULL, 0, pass_on, &out, 0, NULL), CreateThread(NULL, 0, pass_on, &err, 0, NULL)};
  WaitForSingleObject(app.hProcess, INFINITE);
  WaitForMultipleObjects(2, readers, TRUE, INFINITE);
  DWORD code = 1;
  GetExitCodeProcess(app.hProcess, &code);
  return (int)code;
}

/** Starts the app and leaves it running. */
static int start_app(wchar_t *program, wchar_t *command) {
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION app;
  return CreateProcessW(program, command, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &start, &app) ? 0 : 1;
}

int wmain(int count, wchar_t **words) {
  static wchar_t program[MAX_PATH_CHARS], command[MAX_PATH_CHARS];
  if (count == 2 && wcscmp(words[1], L"--policy-facts") == 0) return print_policy_facts();
  if (!app_command(program, command)) {
    complain("Sidetone isn't installed completely: Sidetone.exe is missing. Install it again.\n");
    return NOT_RUNNING;
  }
  return starts_app(count, words) ? start_app(program, command) : run(program, command);
}
