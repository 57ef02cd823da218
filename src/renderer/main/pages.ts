// The pages of the main window, in the order of the navigation.

export const pages = ['history', 'live', 'journal', 'settings'] as const;
export type Page = (typeof pages)[number];
