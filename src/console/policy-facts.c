/* Prints where the policy file is and who may change it, for Sidetone.exe, which Node tells neither: the path, and where the file is there, the
   security descriptors of its folder and of the file, as UTF-8, a line each. Nothing depends on a variable that a user can set. */
#define WIN32_LEAN_AND_MEAN
#include "policy-facts.h"
#include <windows.h>
#include <aclapi.h>
#include <sddl.h>
#include <stdio.h>
#include <wchar.h>

static const wchar_t profiles[] = L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList";
static const wchar_t drive_name[] = L"%SystemDrive%";

/** The folder of programs' common data, as Windows keeps it; its drive is asked of the system, not of the environment. */
static BOOL common_data(wchar_t *folder) {
  wchar_t windows[MAX_PATH], set[MAX_PATH];
  DWORD bytes = sizeof set;
  if (GetSystemWindowsDirectoryW(windows, MAX_PATH) < 3 || windows[1] != L':') return FALSE;
  if (RegGetValueW(HKEY_LOCAL_MACHINE, profiles, L"ProgramData", RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, NULL,
                   set, &bytes) != ERROR_SUCCESS)
    wcscpy(set, L"%SystemDrive%\\ProgramData");
  size_t name = wcslen(drive_name);
  BOOL has_drive = _wcsnicmp(set, drive_name, name) == 0;
  if (swprintf(folder, MAX_PATH, L"%.2ls%ls", has_drive ? windows : L"", has_drive ? set + name : set) < 0) return FALSE;
  return wcschr(folder, L'%') == NULL;
}

static void print_line(const wchar_t *text) {
  static char bytes[65536];
  DWORD written;
  int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes - 1, NULL, NULL);
  if (length <= 0) return;
  bytes[length - 1] = '\n';
  WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), bytes, (DWORD)length, &written, NULL);
}

/** Prints owner, group and access list of a file or folder itself, not of what a link leads to. */
static BOOL print_descriptor(const wchar_t *path) {
  BY_HANDLE_FILE_INFORMATION facts;
  PSECURITY_DESCRIPTOR descriptor;
  wchar_t *text;
  const SECURITY_INFORMATION parts = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
  HANDLE handle = CreateFileW(path, READ_CONTROL | FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
  if (handle == INVALID_HANDLE_VALUE) return FALSE;
  BOOL known = GetFileInformationByHandle(handle, &facts);
  if (known && (facts.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
    print_line(L"link");
    CloseHandle(handle);
    return TRUE;
  }
  known = known && GetSecurityInfo(handle, SE_FILE_OBJECT, parts, NULL, NULL, NULL, NULL, &descriptor) == ERROR_SUCCESS;
  CloseHandle(handle);
  if (!known) return FALSE;
  known = ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, parts, &text, NULL);
  LocalFree(descriptor);
  if (!known) return FALSE;
  print_line(text);
  LocalFree(text);
  return TRUE;
}

int print_policy_facts(void) {
  wchar_t data[MAX_PATH], folder[MAX_PATH], file[MAX_PATH];
  if (!common_data(data) || swprintf(folder, MAX_PATH, L"%ls\\Sidetone", data) < 0 ||
      swprintf(file, MAX_PATH, L"%ls\\policy.json", folder) < 0)
    return 1;
  print_line(file);
  if (GetFileAttributesW(file) == INVALID_FILE_ATTRIBUTES) {
    DWORD why = GetLastError();
    return why == ERROR_FILE_NOT_FOUND || why == ERROR_PATH_NOT_FOUND ? 0 : 1;
  }
  return print_descriptor(folder) && print_descriptor(file) ? 0 : 1;
}
