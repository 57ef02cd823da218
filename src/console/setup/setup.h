/* What the parts of the installer's helper share. */
#pragma once
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0602
#include <windows.h>
#include <wchar.h>

enum { PATH_CHARS = 32768 };

/** Whether a program's path lies in a folder that is written with or without its last backslash. Case doesn't matter to Windows. */
BOOL is_inside(const wchar_t *program, const wchar_t *folder);

/** Calls `act` with the name of each user whose registry is loaded: everybody who is signed in. */
void for_each_user(void (*act)(const wchar_t *sid, void *context), void *context);

/** A text of a user's registry, or of the machine's; FALSE when there is none. `size` counts characters. */
BOOL registry_text(HKEY root, const wchar_t *key, const wchar_t *name, wchar_t *text, DWORD size);

/**
 * Asks every running Sidetone of that folder to end, and waits until all have. Returns 0, or 1 when one keeps running. `old_products` names what
 * an upgrade is about to replace; it is empty otherwise.
 */
int close_running(const wchar_t *folder, DWORD seconds, const wchar_t *old_products);

/** Whether an upgrade is under way. Windows tells that the package it removes (UPGRADINGPRODUCTCODE); Wine doesn't. */
BOOL is_upgrading(void);

/** Starts Sidetone again in each session in which `close_running` ended it. */
int start_again(const wchar_t *folder);

/** Makes the folder of the policy, which only administrators may write, and writes the policy that the properties ask for. */
int prepare_policy(const wchar_t *server, const wchar_t *pause_key, const wchar_t *resume_key);

/** Removes what the installer and the app left in the registry of users and in the folder of the policy. */
int clean_up(const wchar_t *folder);
