/* The installer's helper with several people at one computer, which Wine doesn't have: what asks the system about sessions and users is played
   here, and everything else is the helper's own. Each session has a folder below SESSIONS_ROOT: `N\Sidetone` is the profile of the user who is
   signed in there, and `N\pid` holds the process id of the Sidetone that runs in it. What is done in the wrong name is told and ends the helper. */
#include "../../../src/console/setup/setup.h"
#include <shlobj.h>
#include <stdio.h>
#include <userenv.h>
#include <wtsapi32.h>

/** Session 0 has services and no user, the last one waits for somebody to sign in. */
enum { SESSIONS = 5, FIRST_USER = 1, LAST_USER = 3, IMPOSSIBLE = 70 };
static HANDLE tokens[SESSIONS];
static DWORD acting_for;

static void fail(const char *what) {
  printf("WRONG: %s\n", what);
  fflush(stdout);
  ExitProcess(IMPOSSIBLE);
}

/** The session whose user a token stands for; 0 for none. */
static DWORD session_of(HANDLE token) {
  for (DWORD session = FIRST_USER; session <= LAST_USER; session++)
    if (tokens[session] != NULL && tokens[session] == token) return session;
  return 0;
}

static BOOL played_sessions(HANDLE server, DWORD reserved, DWORD version, WTS_SESSION_INFOW **sessions, DWORD *count) {
  static WTS_SESSION_INFOW all[SESSIONS];
  (void)server, (void)reserved, (void)version;
  for (DWORD session = 0; session < SESSIONS; session++) all[session].SessionId = session;
  *sessions = all;
  *count = SESSIONS;
  return TRUE;
}

static BOOL played_token(ULONG session, HANDLE *token) {
  if (session < FIRST_USER || session > LAST_USER) return FALSE;
  *token = CreateEventW(NULL, TRUE, FALSE, NULL);
  // The number of a closed handle comes again.
  for (DWORD other = FIRST_USER; other <= LAST_USER; other++)
    if (tokens[other] == *token) tokens[other] = NULL;
  tokens[session] = *token;
  return *token != NULL;
}

static BOOL played_impersonate(HANDLE token) {
  if (acting_for != 0) fail("a user's name is taken in another user's name");
  acting_for = session_of(token);
  return acting_for != 0;
}

static BOOL played_revert(void) {
  acting_for = 0;
  return TRUE;
}

static HRESULT played_folder(HWND window, int kind, HANDLE token, DWORD flags, wchar_t *folder) {
  wchar_t root[MAX_PATH];
  (void)window, (void)flags;
  if (kind != CSIDL_APPDATA || session_of(token) == 0 || session_of(token) != acting_for)
    fail("a user's folder is asked for in another name");
  GetEnvironmentVariableW(L"SESSIONS_ROOT", root, MAX_PATH);
  swprintf(folder, MAX_PATH, L"%ls\\%lu", root, acting_for);
  return S_OK;
}

static HANDLE played_open(const wchar_t *name, DWORD access, DWORD share, SECURITY_ATTRIBUTES *security, DWORD how, DWORD flags,
                          HANDLE template) {
  if (acting_for == 0) fail("what belongs to a user is opened in the system's name");
  return CreateFileW(name, access, share, security, how, flags, template);
}

static BOOL played_session_of(DWORD process, DWORD *session) {
  wchar_t root[MAX_PATH], file[MAX_PATH + 32];
  GetEnvironmentVariableW(L"SESSIONS_ROOT", root, MAX_PATH);
  for (*session = FIRST_USER; *session <= LAST_USER; ++*session) {
    unsigned long id = 0;
    swprintf(file, ARRAYSIZE(file), L"%ls\\%lu\\pid", root, *session);
    FILE *text = _wfopen(file, L"r");
    if (text == NULL) continue;
    if (fscanf(text, "%lu", &id) != 1) id = 0;
    fclose(text);
    if (id == process) return TRUE;
  }
  return FALSE;
}

static BOOL played_environment(void **environment, HANDLE token, BOOL inherits) {
  (void)token, (void)inherits;
  *environment = NULL;
  return TRUE;
}

static BOOL played_start(HANDLE token, const wchar_t *program) {
  printf("started in %lu: %ls\n", session_of(token), program);
  return TRUE;
}

#define WTSEnumerateSessionsW played_sessions
#define WTSQueryUserToken played_token
#define WTSFreeMemory(memory) ((void)(memory))
#define ImpersonateLoggedOnUser played_impersonate
#define RevertToSelf played_revert
#define SHGetFolderPathW played_folder
#define CreateFileW played_open
#define ProcessIdToSessionId played_session_of
#define CreateEnvironmentBlock played_environment
#define DestroyEnvironmentBlock(environment) ((void)(environment))
#define CreateProcessAsUserW(token, program, a, b, c, d, e, f, g, start, process) \
  ((void)(start), (void)(process), played_start(token, program))
#include "../../../src/console/setup/close.c"
