/* sidetone-browser.exe: the native host of the browser extension. It carries messages between the browser (standard input and output) and the pipe
   of Sidetone, adds the secret, and goes on looking for Sidetone while it isn't there. It understands none of what it carries.
   https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging: each message is its length, 32 bits, and that many bytes of JSON.
   The browser may start it through cmd.exe, so its input and output are read and written as they are: one thread waits for the browser, one for
   the app. */
#include "common.h"

enum {
  /** As long as Sidetone takes (rule-source-peer.ts). */
  MOST_FROM_BROWSER = 16384,
  /** A hundred rules with the longest patterns, escaped, and what else Sidetone may say; browsers take 1 MB. */
  MOST_FROM_APP = 524288,
  MOST_PATH = 1024,
  MOST_FILE = 4096,
  RETRY_MS = 500,
  /** An app that takes nothing for so long is as good as gone. */
  PATIENCE_MS = 5000,
};

static wchar_t file_path[MOST_PATH], pipe_name[MOST_PATH];
static char file[MOST_FILE], text[MOST_PATH], from_browser[MOST_FROM_BROWSER + 1], from_app[MOST_FROM_APP];
static const char tail[] = "\"}\n";
/** Held while the pipe is opened, closed or written to, and while something is said to the browser. */
static CRITICAL_SECTION of_app, of_browser;
static HANDLE app = INVALID_HANDLE_VALUE;

static DWORD length_of(const char *of) {
  DWORD length = 0;
  while (of[length] != 0) length++;
  return length;
}

/** Reads or writes what it can of the pipe; 0 when the app is gone. `patience`: milliseconds, or INFINITE. */
static DWORD transfer(HANDLE pipe, BOOL writes, char *bytes, DWORD count, DWORD patience) {
  OVERLAPPED state = {0};
  DWORD done = 0;
  state.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
  if (state.hEvent == NULL) return 0;
  BOOL is_done = writes ? WriteFile(pipe, bytes, count, NULL, &state) : ReadFile(pipe, bytes, count, NULL, &state);
  BOOL is_begun = is_done || GetLastError() == ERROR_IO_PENDING;
  if (is_begun && !is_done && WaitForSingleObject(state.hEvent, patience) != WAIT_OBJECT_0) CancelIoEx(pipe, &state);
  if (!is_begun || !GetOverlappedResult(pipe, &state, &done, TRUE)) done = 0;
  CloseHandle(state.hEvent);
  return done;
}

/** FALSE when the app is gone. The pipe is closed by who reads it. */
static BOOL tell_app(char *bytes, DWORD count) {
  while (count > 0) {
    DWORD written = transfer(app, TRUE, bytes, count, PATIENCE_MS);
    if (written == 0) return FALSE;
    bytes += written;
    count -= written;
  }
  return TRUE;
}

static void tell_browser(const char *json, DWORD length) {
  HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
  EnterCriticalSection(&of_browser);
  if (!write_all(output, (const char *)&length, sizeof length) || !write_all(output, json, length)) ExitProcess(0);
  LeaveCriticalSection(&of_browser);
}

static void tell_browser_text(const char *json) {
  tell_browser(json, length_of(json));
}

/** Reads so many bytes of the browser. It ends with the browser. */
static void read_browser(char *bytes, DWORD count) {
  while (count > 0) {
    DWORD got = 0;
    if (!ReadFile(GetStdHandle(STD_INPUT_HANDLE), bytes, count, &got, NULL) || got == 0) ExitProcess(0);
    bytes += got;
    count -= got;
  }
}

/** A length that no message of the extension has ends the host: the browser starts it anew. What nobody hears is left. */
static DWORD WINAPI carry_to_app(LPVOID unused) {
  (void)unused;
  for (;;) {
    DWORD length = 0;
    read_browser((char *)&length, sizeof length);
    if (length == 0 || length > MOST_FROM_BROWSER) ExitProcess(1);
    read_browser(from_browser, length);
    for (DWORD at = 0; at < length; at++)
      if ((unsigned char)from_browser[at] < ' ') from_browser[at] = ' ';
    from_browser[length] = '\n';
    EnterCriticalSection(&of_app);
    if (app != INVALID_HANDLE_VALUE && !tell_app(from_browser, length + 1)) CancelIoEx(app, NULL);
    LeaveCriticalSection(&of_app);
  }
}

/** The text of a member of the file, such as `"secret":"`, unescaped; 0 where there is none, or it has an escape that no pipe needs. */
static DWORD member(const char *name) {
  DWORD used = 0, named = length_of(name);
  const char *at = file;
  for (;; at++) {
    DWORD same = 0;
    while (same < named && at[same] == name[same]) same++;
    if (same == named) break;
    if (*at == 0) return 0;
  }
  for (at += named; *at != '"'; at++) {
    if (*at == 0 || used + 1 >= sizeof text) return 0;
    if (*at == '\\' && *++at != '"' && *at != '\\' && *at != '/') return 0;
    text[used++] = *at;
  }
  text[used] = 0;
  return used;
}

static BOOL read_file(void) {
  DWORD got = 0;
  DWORD shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  HANDLE opened = CreateFileW(file_path, GENERIC_READ, shared, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (opened == INVALID_HANDLE_VALUE) return FALSE;
  BOOL is_read = ReadFile(opened, file, sizeof file - 1, &got, NULL);
  file[got] = 0;
  CloseHandle(opened);
  return is_read && got > 0;
}

/** Connects and shows the secret. Whoever answers may know who we are and can't act for us. */
static BOOL connect_app(void) {
  static const char head[] = "{\"kind\":\"rules\",\"secret\":\"";
  DWORD options = FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
  if (!read_file() || member("\"address\":\"") == 0) return FALSE;
  if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, pipe_name, MOST_PATH) == 0) return FALSE;
  DWORD length = member("\"secret\":\"");
  if (length == 0) return FALSE;
  HANDLE pipe = CreateFileW(pipe_name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, options, NULL);
  if (pipe == INVALID_HANDLE_VALUE) return FALSE;
  EnterCriticalSection(&of_app);
  app = pipe;
  BOOL is_open = tell_app((char *)head, sizeof head - 1) && tell_app(text, length) && tell_app((char *)tail, sizeof tail - 1);
  LeaveCriticalSection(&of_app);
  return is_open;
}

static void leave_app(void) {
  EnterCriticalSection(&of_app);
  if (app != INVALID_HANDLE_VALUE) CloseHandle(app);
  app = INVALID_HANDLE_VALUE;
  LeaveCriticalSection(&of_app);
}

/** Carries each line of the app to the browser until the app is gone, or says more than there can be to say. */
static void carry_to_browser(void) {
  DWORD filled = 0, got;
  while (filled < sizeof from_app && (got = transfer(app, FALSE, from_app + filled, sizeof from_app - filled, INFINITE)) > 0) {
    DWORD begins = 0;
    filled += got;
    for (DWORD at = filled - got; at < filled; at++) {
      if (from_app[at] != '\n') continue;
      if (at > begins) tell_browser(from_app + begins, at - begins);
      begins = at + 1;
    }
    for (DWORD at = begins; at < filled; at++) from_app[at - begins] = from_app[at];
    filled -= begins;
  }
}

/** The folder that an argument names, or the app's own, and the name of the file in it. */
static BOOL find_file(void) {
  static const wchar_t flag[] = L"--user-data-dir=", name[] = L"\\rules.json", own[] = L"\\Sidetone";
  const wchar_t *named = NULL;
  DWORD units = 0;
  BOOL is_quoted = FALSE;
  for (const wchar_t *at = GetCommandLineW(); *at != 0 && named == NULL; at++) {
    DWORD same = 0;
    while (flag[same] != 0 && at[same] == flag[same]) same++;
    if (flag[same] != 0) continue;
    named = at + same;
    is_quoted = at > GetCommandLineW() && at[-1] == '"';
    if (*named == '"') {
      named++;
      is_quoted = TRUE;
    }
  }
  if (named != NULL) {
    while (named[units] != 0 && named[units] != '"' && (is_quoted || named[units] != ' ')) {
      if (units + sizeof name / sizeof *name >= MOST_PATH) return FALSE;
      file_path[units] = named[units];
      units++;
    }
  } else {
    units = GetEnvironmentVariableW(L"APPDATA", file_path, MOST_PATH - 64);
    if (units == 0 || units >= MOST_PATH - 64) return FALSE;
    for (const wchar_t *at = own; *at != 0; at++) file_path[units++] = *at;
  }
  for (const wchar_t *at = name; *at != 0; at++) file_path[units++] = *at;
  file_path[units] = 0;
  return TRUE;
}

void start(void) {
  if (!find_file()) ExitProcess(1);
  InitializeCriticalSection(&of_app);
  InitializeCriticalSection(&of_browser);
  if (CreateThread(NULL, 0, carry_to_app, NULL, 0, NULL) == NULL) ExitProcess(1);
  for (;; Sleep(RETRY_MS)) {
    if (connect_app()) {
      tell_browser_text("{\"kind\":\"open\"}");
      carry_to_browser();
      tell_browser_text("{\"kind\":\"closed\"}");
    }
    leave_app();
  }
}
