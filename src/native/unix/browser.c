/* The native host of the browser extension on Linux and macOS: carries messages between the browser (standard input and output) and
 * Sidetone's local socket, adds the secret, and goes on looking for Sidetone while it isn't there. It understands none of what it carries.
 *
 * https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging: each message is its length, 32 bits in the order of the
 * machine, and that many bytes of JSON.
 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* As long as Sidetone takes (rule-source-peer.ts). */
#define MAX_FROM_BROWSER 16384
/* A hundred rules with the longest patterns, escaped, and what else Sidetone may say; browsers take 1 MB. */
#define MAX_FROM_APP 524288
/* Between two looks for Sidetone: one that hangs up at once is not asked again at once. */
#define RETRY_MS 500

static char from_browser[4 + MAX_FROM_BROWSER + 1];
static size_t browser_filled;
static char from_app[MAX_FROM_APP];
static size_t app_filled;
static int app = -1;

/* Writes everything, or answers 0. */
static int write_all(int target, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(target, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return 0;
    bytes += written;
    length -= (size_t)written;
  }
  return 1;
}

static void tell_browser(const char *json, size_t length) {
  uint32_t size = (uint32_t)length;
  if (!write_all(STDOUT_FILENO, (const char *)&size, sizeof size) || !write_all(STDOUT_FILENO, json, length)) exit(0);
}

static void tell_browser_text(const char *json) { tell_browser(json, strlen(json)); }

/* The text of a JSON string member into `into`; answers 0 where there is none, or it has an escape that no path needs. */
static int member(const char *json, const char *name, char *into, size_t room) {
  const char *at = strstr(json, name);
  size_t used = 0;
  if (at == NULL) return 0;
  for (at += strlen(name); *at != '"'; at++) {
    if (*at == '\0' || used + 1 >= room) return 0;
    if (*at == '\\' && *++at != '"' && *at != '\\' && *at != '/') return 0;
    into[used++] = *at;
  }
  into[used] = '\0';
  return used > 0;
}

/* Where the app keeps rules.json, unless an argument names another folder, such as that of the preview. */
static int endpoint_path(const char *named, char *path, size_t room) {
  const char *home = getenv("HOME");
  const char *configured = getenv("XDG_CONFIG_HOME");
  int length;
  if (named != NULL) length = snprintf(path, room, "%s/rules.json", named);
#ifdef __APPLE__
  else if (home != NULL) length = snprintf(path, room, "%s/Library/Application Support/Sidetone/rules.json", home);
  (void)configured;
#else
  else if (configured != NULL && *configured != '\0') length = snprintf(path, room, "%s/Sidetone/rules.json", configured);
  else if (home != NULL) length = snprintf(path, room, "%s/.config/Sidetone/rules.json", home);
#endif
  else return 0;
  return length > 0 && (size_t)length < room;
}

/* Connects and shows the secret. What isn't there now may be there later. */
static void connect_app(const char *path) {
  char text[4096], secret[80], opening[160];
  struct sockaddr_un address;
  struct timeval patience = {5, 0};
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  if (length <= 0) return;
  text[length] = '\0';
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  if (!member(text, "\"address\":\"", address.sun_path, sizeof address.sun_path)) return;
  if (!member(text, "\"secret\":\"", secret, sizeof secret)) return;
  app = socket(AF_UNIX, SOCK_STREAM, 0);
  if (app < 0) return;
  fcntl(app, F_SETFD, FD_CLOEXEC);
  setsockopt(app, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  length = snprintf(opening, sizeof opening, "{\"kind\":\"rules\",\"secret\":\"%s\"}\n", secret);
  if (connect(app, (struct sockaddr *)&address, sizeof address) == 0 && write_all(app, opening, (size_t)length)) {
    app_filled = 0;
    tell_browser_text("{\"kind\":\"open\"}");
    return;
  }
  close(app);
  app = -1;
}

static void app_gone(void) {
  close(app);
  app = -1;
  tell_browser_text("{\"kind\":\"closed\"}");
}

/* One message is one line for the app. */
static void tell_app(char *json, size_t length) {
  if (app < 0) return;
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)json[i] < ' ') json[i] = ' ';
  json[length] = '\n';
  if (!write_all(app, json, length + 1)) app_gone();
}

/* A length that no message of the extension has ends the host: the browser starts it anew. */
static void read_browser(void) {
  ssize_t got = read(STDIN_FILENO, from_browser + browser_filled, 4 + MAX_FROM_BROWSER - browser_filled);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) exit(0);
  browser_filled += (size_t)got;
  while (browser_filled >= 4) {
    uint32_t length;
    char after;
    memcpy(&length, from_browser, 4);
    if (length == 0 || length > MAX_FROM_BROWSER) exit(1);
    if (browser_filled < 4 + (size_t)length) return;
    after = from_browser[4 + length];
    tell_app(from_browser + 4, length);
    from_browser[4 + length] = after;
    browser_filled -= 4 + (size_t)length;
    memmove(from_browser, from_browser + 4 + length, browser_filled);
  }
}

static void read_app(void) {
  ssize_t got = read(app, from_app + app_filled, MAX_FROM_APP - app_filled);
  char *end;
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) {
    app_gone();
    return;
  }
  app_filled += (size_t)got;
  while ((end = memchr(from_app, '\n', app_filled)) != NULL) {
    size_t length = (size_t)(end - from_app);
    if (length > 0) tell_browser(from_app, length);
    app_filled -= length + 1;
    memmove(from_app, end + 1, app_filled);
  }
  if (app_filled == MAX_FROM_APP) app_gone();
}

/* Milliseconds that only grow. */
static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int count, char **words) {
  static const char flag[] = "--user-data-dir=";
  const char *named = NULL;
  char path[1024];
  int64_t next_look = now_ms();
  for (int i = 1; i < count; i++)
    if (strncmp(words[i], flag, sizeof flag - 1) == 0) named = words[i] + sizeof flag - 1;
  if (!endpoint_path(named, path, sizeof path)) return 1;
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    struct pollfd polled[2] = {{STDIN_FILENO, POLLIN, 0}, {-1, POLLIN, 0}};
    int64_t wait = next_look - now_ms();
    if (app < 0 && wait <= 0) {
      connect_app(path);
      wait = RETRY_MS;
      next_look = now_ms() + wait;
    }
    polled[1].fd = app;
    if (poll(polled, 2, app < 0 ? (int)wait : -1) < 0 && errno != EINTR) return 1;
    if (app >= 0 && polled[1].revents != 0) read_app();
    if (polled[0].revents != 0) read_browser();
  }
}
