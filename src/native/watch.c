/* sidetone-watch.exe: says which window is in front, one line of JSON each time: {"program":"notepad.exe","title":"Untitled"}. A line comes at each
   change and every few seconds as a sign of life; "beforeIsGone":true is in it once the window of another program that was in front before is
   closed. It asks for no right, reads nothing of a window but its title, and ends with its standard input,
   so that it never outlives the app. */
#include "common.h"

enum {
  /** Longest path of a program and longest title, in UTF-16 units; the rest of a longer title is left out. */
  MOST_PATH = 32768,
  MOST_NAME = 260,
  MOST_TITLE = 1024,
  /** An escaped unit takes six bytes at most. */
  MOST_LINE = 6 * (MOST_NAME + MOST_TITLE) + 96,
  LOOK_MS = 1000,
  /** Every so many looks say the same again. */
  LOOKS_A_BEAT = 5,
};

/** What is written next. The buffers are static: a big frame would need the stack probes of the library. */
static char line[MOST_LINE], said[MOST_LINE];
static DWORD length, said_length;
static wchar_t path[MOST_PATH], title[MOST_TITLE];
static int looks_since_said;
/** The changes of titles of this process are reported. */
static HWINEVENTHOOK titles;
static DWORD titles_of;
/** The window in front, its process, and the last one before it that was of another process. */
static HWND front, before;
static DWORD front_of;

static void put(char byte) {
  line[length++] = byte;
}

static void put_text(const char *text) {
  while (*text != 0) put(*text++);
}

/** A character as UTF-8. */
static void put_character(DWORD character) {
  if (character < 0x80) {
    put((char)character);
    return;
  }
  int more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
  static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};
  put((char)(first[more] | character >> 6 * more));
  while (more-- > 0) put((char)(0x80 | ((character >> 6 * more) & 0x3f)));
}

/** UTF-16 as the text of a JSON string (RFC 8259, section 7). Half of a surrogate pair becomes U+FFFD. */
static void put_string(const wchar_t *text, int units) {
  static const char digits[] = "0123456789abcdef";
  for (int at = 0; at < units; at++) {
    DWORD character = text[at];
    if (character < 0x20 || character == '"' || character == '\\') {
      put_text("\\u00");
      put(digits[character >> 4]);
      put(digits[character & 15]);
      continue;
    }
    if (character >= 0xd800 && character < 0xe000) {
      DWORD next = at + 1 < units ? text[at + 1] : 0;
      BOOL is_pair = character < 0xdc00 && next >= 0xdc00 && next < 0xe000;
      character = is_pair ? 0x10000 + ((character - 0xd800) << 10) + (next - 0xdc00) : 0xfffd;
      if (is_pair) at++;
    }
    put_character(character);
  }
}

/** Puts the file name of a process; nothing where the system doesn't tell it. */
static void put_program(DWORD process_id) {
  HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process_id);
  DWORD units = MOST_PATH;
  if (process == NULL) return;
  if (QueryFullProcessImageNameW(process, 0, path, &units)) {
    DWORD name = units;
    while (name > 0 && path[name - 1] != '\\') name--;
    put_string(path + name, units - name > MOST_NAME ? MOST_NAME : (int)(units - name));
  }
  CloseHandle(process);
}

/** The process whose window it is: apps from the store are drawn inside a frame of another process. */
static DWORD process_of(HWND window) {
  DWORD own = 0, inner = 0;
  GetWindowThreadProcessId(window, &own);
  HWND core = FindWindowExW(window, NULL, L"Windows.UI.Core.CoreWindow", NULL);
  if (core != NULL) GetWindowThreadProcessId(core, &inner);
  return inner == 0 ? own : inner;
}

static BOOL is_news(void) {
  if (length != said_length) return TRUE;
  for (DWORD at = 0; at < length; at++)
    if (line[at] != said[at]) return TRUE;
  return FALSE;
}

static void CALLBACK on_title(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object, LONG child, DWORD thread, DWORD time);

/** Listens to the titles of one process alone: in all others they may change many times a second. */
static void follow_titles(HWND window) {
  DWORD process_id = 0;
  if (window != NULL) GetWindowThreadProcessId(window, &process_id);
  if (process_id == titles_of) return;
  if (titles != NULL) UnhookWinEvent(titles);
  titles_of = process_id;
  titles = process_id == 0 ? NULL
                           : SetWinEventHook(EVENT_OBJECT_NAMECHANGE, EVENT_OBJECT_NAMECHANGE, NULL, on_title, process_id, 0,
                                             WINEVENT_OUTOFCONTEXT);
}

/** Between two windows there is none for a moment: that changes nothing of which one was before. */
static void remember(HWND window) {
  DWORD process_id = 0;
  if (window == NULL) return;
  GetWindowThreadProcessId(window, &process_id);
  if (process_id != front_of && front != NULL) before = front;
  front = window;
  front_of = process_id;
}

/** Looks at the front window, and says it where it is another one than said last, or where `beats`. */
static void look(BOOL beats) {
  HWND window = GetForegroundWindow();
  follow_titles(window);
  remember(window);
  length = 0;
  put_text("{\"program\":\"");
  if (window != NULL) put_program(process_of(window));
  put_text("\",\"title\":\"");
  // Of another process it is the title that the system holds: a program that hangs is not asked.
  if (window != NULL) put_string(title, GetWindowTextW(window, title, MOST_TITLE));
  put_text(before != NULL && !IsWindow(before) ? "\",\"beforeIsGone\":true}\n" : "\"}\n");
  if (!beats && !is_news()) return;
  if (!write_all(GetStdHandle(STD_OUTPUT_HANDLE), line, length)) ExitProcess(0);
  memcpy(said, line, length);
  said_length = length;
  looks_since_said = 0;
}

static void CALLBACK on_front(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object, LONG child, DWORD thread, DWORD time) {
  (void)hook, (void)event, (void)window, (void)object, (void)child, (void)thread, (void)time;
  look(FALSE);
}

static void CALLBACK on_title(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object, LONG child, DWORD thread, DWORD time) {
  (void)hook, (void)event, (void)thread, (void)time;
  if (object == OBJID_WINDOW && child == CHILDID_SELF && window == GetForegroundWindow()) look(FALSE);
}

/** What no event told: an event can be missed, and a hook can be refused. */
static void CALLBACK on_time(HWND window, UINT message, UINT_PTR timer, DWORD time) {
  (void)window, (void)message, (void)timer, (void)time;
  look(++looks_since_said >= LOOKS_A_BEAT);
}

/** Nothing is ever said to this program: its input ends when the app ends, however that happens. */
static DWORD WINAPI end_with_input(LPVOID unused) {
  (void)unused;
  char byte;
  DWORD got = 0;
  while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), &byte, 1, &got, NULL) && got > 0) continue;
  ExitProcess(0);
}

void start(void) {
  MSG message;
  if (CreateThread(NULL, 0, end_with_input, NULL, 0, NULL) == NULL) ExitProcess(1);
  SetWinEventHook(EVENT_SYSTEM_FOREGROUND, EVENT_SYSTEM_FOREGROUND, NULL, on_front, 0, 0, WINEVENT_OUTOFCONTEXT);
  if (SetTimer(NULL, 0, LOOK_MS, on_time) == 0) ExitProcess(1);
  look(TRUE);
  while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
  ExitProcess(1);
}
