/* What the helpers of Windows share. Each src/native/NAME.c is one program, sidetone-NAME.exe, without a C library: it begins at `start` and calls
   the system alone, so that it is a few kilobytes, starts within milliseconds and has nothing of its own to be updated. */
#ifndef SIDETONE_NATIVE_COMMON_H
#define SIDETONE_NATIVE_COMMON_H
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

/** Where the system enters the program. It never returns: it ends by `ExitProcess`. */
void start(void);

/** The compiler calls these two for whole structures, also where there is no library. */
void *memset(void *to, int value, size_t count) {
  volatile unsigned char *at = to;
  while (count-- > 0) *at++ = (unsigned char)value;
  return to;
}

void *memcpy(void *to, const void *from, size_t count) {
  volatile unsigned char *at = to;
  const unsigned char *source = from;
  while (count-- > 0) *at++ = *source++;
  return to;
}

/** Writes all bytes to a handle that isn't overlapped; FALSE when whoever reads is gone. */
static inline BOOL write_all(HANDLE to, const char *bytes, DWORD count) {
  while (count > 0) {
    DWORD written = 0;
    if (!WriteFile(to, bytes, count, &written, NULL) || written == 0) return FALSE;
    bytes += written;
    count -= written;
  }
  return TRUE;
}

#endif
