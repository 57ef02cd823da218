/* Ends every running Sidetone through its own socket, so that it can refuse in the middle of a call, and starts it again. What belongs to a user
   is opened in that user's name: a profile may be on a file server, and a link may lead anywhere. Nothing in it is trusted but an address of the
   one form that Sidetone has, and a secret of hexadecimal digits. */
#include "setup.h"
#include <shlobj.h>
#include <stdio.h>
#include <string.h>
#include <userenv.h>
#include <wtsapi32.h>

enum { RETRY_MS = 2000, MOST_BYTES = 4096, PIPE_DIGITS = 32, SECRET_DIGITS = 64, ANSWER_MS = 15000, END_MS = 30000 };

/** What one run of the helper leaves to the next within an installation: the sessions to start in, and that an upgrade is under way. */
static const wchar_t setup_key[] = L"Software\\Sidetone Setup";
static const wchar_t upgrading[] = L"Upgrading";

/** One round over all sessions. */
typedef struct {
  const wchar_t *folder;
  BOOL keeps_running;
} Round;

/** Where a Sidetone listens, and the proof that its file was read. */
typedef struct {
  wchar_t pipe[64];
  char secret[SECRET_DIGITS + 1];
} Endpoint;

/** Copies exactly so many hexadecimal digits that a quote follows. */
static BOOL copy_digits(const char *from, char *to, int count) {
  for (int i = 0; i < count; i++) {
    if (strchr("0123456789abcdef", from[i]) == NULL || from[i] == 0) return FALSE;
    to[i] = from[i];
  }
  to[count] = 0;
  return from[count] == '"';
}

/** Reads command.json of a user's profile. */
static BOOL read_endpoint(const wchar_t *file, Endpoint *endpoint) {
  static const char address[] = "\"address\":\"\\\\\\\\.\\\\pipe\\\\sidetone-", secret[] = "\"secret\":\"";
  char text[MOST_BYTES + 1], digits[PIPE_DIGITS + 1];
  DWORD got = 0;
  // What a link leads to is not opened.
  HANDLE handle = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                              FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, NULL);
  if (handle == INVALID_HANDLE_VALUE) return FALSE;
  BOOL is_read = GetFileType(handle) == FILE_TYPE_DISK && ReadFile(handle, text, MOST_BYTES, &got, NULL);
  CloseHandle(handle);
  text[is_read ? got : 0] = 0;
  const char *pipe_at = strstr(text, address), *secret_at = strstr(text, secret);
  if (pipe_at == NULL || secret_at == NULL) return FALSE;
  if (!copy_digits(pipe_at + sizeof address - 1, digits, PIPE_DIGITS)) return FALSE;
  if (!copy_digits(secret_at + sizeof secret - 1, endpoint->secret, SECRET_DIGITS)) return FALSE;
  swprintf(endpoint->pipe, ARRAYSIZE(endpoint->pipe), L"\\\\.\\pipe\\sidetone-%hs", digits);
  return TRUE;
}

/** The process behind a pipe, when it is the Sidetone of that folder; else NULL. */
static HANDLE process_of(HANDLE pipe, const wchar_t *folder, DWORD *session) {
  static wchar_t program[PATH_CHARS];
  DWORD length = PATH_CHARS;
  ULONG id;
  if (!GetNamedPipeServerProcessId(pipe, &id)) return NULL;
  HANDLE process = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
  if (process == NULL) return NULL;
  if (QueryFullProcessImageNameW(process, 0, program, &length) && is_inside(program, folder) &&
      ProcessIdToSessionId(id, session))
    return process;
  CloseHandle(process);
  return NULL;
}

/** Writes or reads, but not longer than a limit: the other end is a user's program. */
static BOOL transfer(HANDLE pipe, BOOL writes, char *bytes, DWORD size, DWORD *done) {
  OVERLAPPED state = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
  BOOL begun = writes ? WriteFile(pipe, bytes, size, NULL, &state) : ReadFile(pipe, bytes, size, NULL, &state);
  BOOL is_done = begun || GetLastError() == ERROR_IO_PENDING;
  if (is_done && WaitForSingleObject(state.hEvent, ANSWER_MS) != WAIT_OBJECT_0) CancelIo(pipe);
  is_done = is_done && GetOverlappedResult(pipe, &state, done, TRUE);
  CloseHandle(state.hEvent);
  return is_done;
}

/** Asks one Sidetone to end; TRUE when it agreed. */
static BOOL agrees_to_quit(HANDLE pipe, const Endpoint *endpoint) {
  char line[256], answer[MOST_BYTES + 1];
  DWORD done = 0;
  int length = snprintf(line, sizeof line, "{\"kind\":\"verb\",\"verb\":\"quit\",\"secret\":\"%s\"}\n", endpoint->secret);
  if (!transfer(pipe, TRUE, line, (DWORD)length, &done) || !transfer(pipe, FALSE, answer, MOST_BYTES, &done)) return FALSE;
  answer[done] = 0;
  return strstr(answer, "\"confirmed\":true") != NULL;
}

/** Notes something for the next run. It is gone after a restart of the computer, whatever becomes of the installation. */
static void note(const wchar_t *name, DWORD type, const void *value, DWORD bytes) {
  HKEY key;
  if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, setup_key, 0, NULL, REG_OPTION_VOLATILE, KEY_SET_VALUE, NULL, &key, NULL) !=
      ERROR_SUCCESS)
    return;
  RegSetValueExW(key, name, 0, type, value, bytes);
  RegCloseKey(key);
}

/** Notes the session in which a Sidetone ran. */
static void note_session(DWORD session) {
  wchar_t name[16];
  swprintf(name, ARRAYSIZE(name), L"%lu", session);
  note(name, REG_DWORD, &session, sizeof session);
}

BOOL is_upgrading(void) {
  wchar_t product[64];
  return registry_text(HKEY_LOCAL_MACHINE, setup_key, upgrading, product, ARRAYSIZE(product));
}

/** Connects to the Sidetone of the user in whose name this runs. `user` is that user's token, or NULL for the account itself. */
static HANDLE connect_to(HANDLE user, Endpoint *endpoint) {
  wchar_t folder[MAX_PATH], file[MAX_PATH + 32];
  if (SHGetFolderPathW(NULL, CSIDL_APPDATA, user, SHGFP_TYPE_CURRENT, folder) != S_OK) return INVALID_HANDLE_VALUE;
  swprintf(file, ARRAYSIZE(file), L"%ls\\Sidetone\\command.json", folder);
  if (!read_endpoint(file, endpoint)) return INVALID_HANDLE_VALUE;
  // Whoever made the pipe learns who connects, and can do nothing in that name.
  return CreateFileW(endpoint->pipe, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                     FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
}

/** Ends the Sidetone of one user, if there is one. */
static void close_of_user(HANDLE user, Round *round) {
  Endpoint endpoint;
  DWORD session;
  if (user != NULL && !ImpersonateLoggedOnUser(user)) return;
  HANDLE pipe = connect_to(user, &endpoint);
  // Nothing else may be done in another name.
  if (user != NULL && !RevertToSelf()) ExitProcess(1);
  if (pipe == INVALID_HANDLE_VALUE) return;
  HANDLE process = process_of(pipe, round->folder, &session);
  if (process != NULL) {
    BOOL agrees = agrees_to_quit(pipe, &endpoint);
    if (agrees && WaitForSingleObject(process, END_MS) == WAIT_OBJECT_0) note_session(session);
    else round->keeps_running = TRUE;
    CloseHandle(process);
  }
  CloseHandle(pipe);
}

/** Ends the Sidetone of everybody who is signed in, at this screen or another. Only the system gets their tokens; others end their own. */
static void close_of_all(Round *round) {
  WTS_SESSION_INFOW *sessions;
  DWORD count = 0;
  BOOL has_users = FALSE;
  if (WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &sessions, &count)) {
    for (DWORD index = 0; index < count; index++) {
      HANDLE user;
      if (!WTSQueryUserToken(sessions[index].SessionId, &user)) continue;
      has_users = TRUE;
      close_of_user(user, round);
      CloseHandle(user);
    }
    WTSFreeMemory(sessions);
  }
  if (!has_users) close_of_user(NULL, round);
}

int close_running(const wchar_t *folder, DWORD seconds, const wchar_t *old_products) {
  ULONGLONG limit = GetTickCount64() + 1000ULL * seconds;
  BOOL is_upgrade = *old_products != 0;
  // The removal of the old version within an upgrade: the new one has done it.
  if (!is_upgrade && is_upgrading()) return 0;
  RegDeleteKeyW(HKEY_LOCAL_MACHINE, setup_key);
  for (;;) {
    Round round = {.folder = folder};
    close_of_all(&round);
    if (!round.keeps_running) {
      if (is_upgrade) note(upgrading, REG_SZ, L"1", 2 * sizeof(wchar_t));
      return 0;
    }
    if (GetTickCount64() >= limit) return 1;
    Sleep(RETRY_MS);
  }
}

/** Starts the program for the person of a session. Outside the system account only one's own session can be started in. */
static void start_in(DWORD session, wchar_t *program) {
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION process;
  HANDLE token = NULL;
  DWORD own = 0;
  void *environment = NULL;
  if (WTSQueryUserToken(session, &token)) {
    if (CreateEnvironmentBlock(&environment, token, FALSE)) {
      CreateProcessAsUserW(token, program, NULL, NULL, NULL, FALSE, CREATE_UNICODE_ENVIRONMENT, environment, NULL, &start,
                           &process);
      DestroyEnvironmentBlock(environment);
    }
    CloseHandle(token);
  } else if (ProcessIdToSessionId(GetCurrentProcessId(), &own) && own == session) {
    CreateProcessW(program, NULL, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &start, &process);
  }
}

int start_again(const wchar_t *folder) {
  static wchar_t program[PATH_CHARS];
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, setup_key, 0, KEY_READ, &key) != ERROR_SUCCESS) return 0;
  size_t length = wcslen(folder);
  swprintf(program, PATH_CHARS, L"%ls%lsSidetone.exe", folder, length > 0 && folder[length - 1] == L'\\' ? L"" : L"\\");
  for (DWORD index = 0;; index++) {
    wchar_t name[16];
    DWORD chars = ARRAYSIZE(name), session, bytes = sizeof session, type;
    if (RegEnumValueW(key, index, name, &chars, NULL, &type, (BYTE *)&session, &bytes) != ERROR_SUCCESS) break;
    if (type == REG_DWORD && bytes == sizeof session) start_in(session, program);
  }
  RegCloseKey(key);
  RegDeleteKeyW(HKEY_LOCAL_MACHINE, setup_key);
  return 0;
}
