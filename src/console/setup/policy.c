/* The folder of the policy file, and the policy that the installer's properties ask for. */
#include "setup.h"
#include <aclapi.h>
#include <sddl.h>
#include <shlobj.h>
#include <stdio.h>
#include <string.h>

/** In each policy that was written here: another one is an administrator's own, and is never touched. */
static const char mark[] = "\"writtenBy\": \"installer\"";
/** Owner and full access: administrators and the system. Everybody else reads. Nothing is inherited from the folder above. */
static const wchar_t access_list[] = L"O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";
enum { MOST_BYTES = 1 << 20 };

/** The path of the folder, or of a file in it. */
static BOOL policy_path(wchar_t *path, const wchar_t *file) {
  wchar_t data[MAX_PATH];
  if (SHGetFolderPathW(NULL, CSIDL_COMMON_APPDATA, NULL, SHGFP_TYPE_CURRENT, data) != S_OK) return FALSE;
  return swprintf(path, MAX_PATH, L"%ls\\Sidetone%ls", data, file) > 0;
}

/** Whether that is the account that runs this program: the system, when Windows Installer starts it. */
static BOOL is_own_account(PSID owner) {
  _Alignas(TOKEN_USER) BYTE buffer[256];
  DWORD size;
  HANDLE token;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return FALSE;
  BOOL is_own = GetTokenInformation(token, TokenUser, buffer, sizeof buffer, &size) &&
                EqualSid(((TOKEN_USER *)(void *)buffer)->User.Sid, owner);
  CloseHandle(token);
  return is_own;
}

/** Whether a folder belongs to the system or to administrators. Any user may have made it before the installer came. */
static BOOL is_trusted(const wchar_t *folder) {
  PSID owner;
  PSECURITY_DESCRIPTOR descriptor;
  DWORD attributes = GetFileAttributesW(folder);
  if (attributes == INVALID_FILE_ATTRIBUTES || (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return FALSE;
  if (GetNamedSecurityInfoW((wchar_t *)folder, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, NULL, NULL, NULL,
                            &descriptor) != ERROR_SUCCESS)
    return FALSE;
  BOOL trusted = IsWellKnownSid(owner, WinBuiltinAdministratorsSid) || IsWellKnownSid(owner, WinLocalSystemSid) ||
                 is_own_account(owner);
  LocalFree(descriptor);
  return trusted;
}

/** Makes the folder with its access list. One that somebody else made is put aside, with all that is in it. */
static BOOL make_folder(const wchar_t *folder) {
  SECURITY_ATTRIBUTES attributes = {.nLength = sizeof attributes};
  wchar_t aside[MAX_PATH + 32];
  if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(access_list, SDDL_REVISION_1,
                                                            &attributes.lpSecurityDescriptor, NULL))
    return FALSE;
  if (GetFileAttributesW(folder) != INVALID_FILE_ATTRIBUTES && !is_trusted(folder)) {
    swprintf(aside, ARRAYSIZE(aside), L"%ls.untrusted-%llu", folder, GetTickCount64());
    if (!MoveFileExW(folder, aside, 0)) return FALSE;
  }
  if (!CreateDirectoryW(folder, &attributes) && GetLastError() != ERROR_ALREADY_EXISTS) return FALSE;
  PACL list;
  BOOL has_list, is_default;
  BOOL is_set = GetSecurityDescriptorDacl(attributes.lpSecurityDescriptor, &has_list, &list, &is_default) &&
                SetNamedSecurityInfoW((wchar_t *)folder, SE_FILE_OBJECT,
                                      DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, NULL, NULL, list,
                                      NULL) == ERROR_SUCCESS;
  LocalFree(attributes.lpSecurityDescriptor);
  // Somebody may have made it anew in between.
  return is_set && is_trusted(folder);
}

/** Whether the policy may be replaced or removed: there is none, or it was written here. */
static BOOL is_ours(const wchar_t *file) {
  static char text[MOST_BYTES + 1];
  DWORD got = 0;
  HANDLE handle = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  if (handle == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_FILE_NOT_FOUND;
  BOOL is_read = ReadFile(handle, text, MOST_BYTES, &got, NULL);
  CloseHandle(handle);
  text[got] = 0;
  return is_read && strstr(text, mark) != NULL;
}

/** Adds a setting to the policy, with its value as a JSON text; an empty value adds nothing. FALSE when it doesn't fit. */
static BOOL add_setting(char *json, size_t size, const char *name, const wchar_t *value) {
  char text[2048];
  size_t at = strlen(json);
  if (*value == 0) return TRUE;
  if (WideCharToMultiByte(CP_UTF8, 0, value, -1, text, sizeof text, NULL, NULL) == 0) return FALSE;
  int head = snprintf(json + at, size - at, "%s\n    \"%s\": \"", json[at - 1] == '{' ? "" : ",", name);
  if (head < 0 || (size_t)head >= size - at) return FALSE;
  at += (size_t)head;
  for (const char *letter = text; *letter != 0; letter++) {
    if (at + 3 >= size || (unsigned char)*letter < ' ') return FALSE;
    if (*letter == '"' || *letter == '\\') json[at++] = '\\';
    json[at++] = *letter;
  }
  json[at++] = '"';
  json[at] = 0;
  return TRUE;
}

/** Writes the policy beside its place and then puts it there, so that Sidetone never reads a half one. */
static BOOL write_policy(const wchar_t *file, const char *json) {
  wchar_t part[MAX_PATH + 8];
  DWORD written = 0, length = (DWORD)strlen(json);
  swprintf(part, ARRAYSIZE(part), L"%ls.part", file);
  HANDLE handle = CreateFileW(part, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
  if (handle == INVALID_HANDLE_VALUE) return FALSE;
  BOOL is_written = WriteFile(handle, json, length, &written, NULL) && written == length && FlushFileBuffers(handle);
  CloseHandle(handle);
  return is_written && MoveFileExW(part, file, MOVEFILE_REPLACE_EXISTING);
}

int prepare_policy(const wchar_t *server, const wchar_t *pause_key, const wchar_t *resume_key) {
  wchar_t folder[MAX_PATH], file[MAX_PATH];
  char json[8192];
  if (!policy_path(folder, L"") || !policy_path(file, L"\\policy.json") || !make_folder(folder)) return 1;
  if (*server == 0 && *pause_key == 0 && *resume_key == 0) return 0;
  if (!is_ours(file)) return 0;
  snprintf(json, sizeof json, "{\n  %s,\n  \"locked\": {", mark);
  if (!add_setting(json, sizeof json - 16, "server.address", server) ||
      !add_setting(json, sizeof json - 16, "hotkey.pause", pause_key) ||
      !add_setting(json, sizeof json - 16, "hotkey.resume", resume_key))
    return 1;
  strcat(json, "\n  }\n}\n");
  return write_policy(file, json) ? 0 : 1;
}

/** Removes what the app itself wrote for one user: the link and the start at sign-in, where they name this installation. */
static void clean_user(const wchar_t *sid, void *context) {
  wchar_t key[512], text[2048], name[512];
  const wchar_t *folder = context;
  HKEY run;
  swprintf(key, ARRAYSIZE(key), L"%ls\\Software\\Classes\\sidetone\\shell\\open\\command", sid);
  if (registry_text(HKEY_USERS, key, NULL, text, ARRAYSIZE(text)) && is_inside(text + (text[0] == L'"'), folder)) {
    swprintf(key, ARRAYSIZE(key), L"%ls\\Software\\Classes\\sidetone", sid);
    RegDeleteTreeW(HKEY_USERS, key);
  }
  swprintf(key, ARRAYSIZE(key), L"%ls\\Software\\Microsoft\\Windows\\CurrentVersion\\Run", sid);
  if (RegOpenKeyExW(HKEY_USERS, key, 0, KEY_READ | KEY_SET_VALUE, &run) != ERROR_SUCCESS) return;
  for (DWORD index = 0;;) {
    DWORD chars = ARRAYSIZE(name), bytes = sizeof text - sizeof(wchar_t), type;
    LSTATUS found = RegEnumValueW(run, index, name, &chars, NULL, &type, (BYTE *)text, &bytes);
    if (found != ERROR_SUCCESS && found != ERROR_MORE_DATA) break;
    text[found == ERROR_SUCCESS ? bytes / sizeof(wchar_t) : 0] = 0;
    BOOL is_own = type == REG_SZ && is_inside(text + (text[0] == L'"'), folder);
    if (!is_own || RegDeleteValueW(run, name) != ERROR_SUCCESS) index++;
  }
  RegCloseKey(run);
}

int clean_up(const wchar_t *folder) {
  wchar_t data[MAX_PATH], file[MAX_PATH];
  for_each_user(clean_user, (void *)folder);
  if (!policy_path(data, L"") || !policy_path(file, L"\\policy.json")) return 1;
  if (is_trusted(data) && is_ours(file)) DeleteFileW(file);
  // Only when it is empty.
  RemoveDirectoryW(data);
  return 0;
}
