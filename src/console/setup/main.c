/* The installer's helper: a program inside the MSI, run as the system, never installed. What it does is named by its first word. */
#include "setup.h"
#include <stdlib.h>

BOOL is_inside(const wchar_t *program, const wchar_t *folder) {
  size_t length = wcslen(folder);
  while (length > 0 && folder[length - 1] == L'\\') length--;
  return length > 0 && _wcsnicmp(program, folder, length) == 0 && program[length] == L'\\';
}

void for_each_user(void (*act)(const wchar_t *sid, void *context), void *context) {
  wchar_t sid[256];
  for (DWORD index = 0;; index++) {
    DWORD length = ARRAYSIZE(sid);
    if (RegEnumKeyExW(HKEY_USERS, index, sid, &length, NULL, NULL, NULL, NULL) != ERROR_SUCCESS) return;
    // People, not services: S-1-5-21 for a domain or computer, S-1-12-1 for Entra ID. The keys of classes are not a user of their own.
    BOOL is_person = wcsncmp(sid, L"S-1-5-21-", 9) == 0 || wcsncmp(sid, L"S-1-12-1-", 9) == 0;
    if (is_person && wcsstr(sid, L"_Classes") == NULL) act(sid, context);
  }
}

BOOL registry_text(HKEY root, const wchar_t *key, const wchar_t *name, wchar_t *text, DWORD size) {
  DWORD bytes = size * sizeof(wchar_t);
  return RegGetValueW(root, key, name, RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, NULL, text, &bytes) ==
         ERROR_SUCCESS;
}

/** The folder of the installation in full: the installer hands it over with a dot at its end, for the sake of the quotes. */
static const wchar_t *full_path(const wchar_t *given) {
  static wchar_t full[PATH_CHARS];
  DWORD length = GetFullPathNameW(given, PATH_CHARS, full, NULL);
  return length > 0 && length < PATH_CHARS ? full : given;
}

int wmain(int count, wchar_t **words) {
  const wchar_t *action = count > 1 ? words[1] : L"";
  if (count == 5 && wcscmp(action, L"close") == 0)
    return close_running(full_path(words[2]), wcstoul(words[3], NULL, 10), words[4]);
  if (count == 3 && wcscmp(action, L"start") == 0) return start_again(full_path(words[2]));
  if (count == 5 && wcscmp(action, L"policy") == 0) return prepare_policy(words[2], words[3], words[4]);
  if (count == 3 && wcscmp(action, L"clean") == 0) return is_upgrading() ? 0 : clean_up(full_path(words[2]));
  return 2;
}
