// The words of this window, in the language of the system.
import { messagesFor } from '../../shared/messages/index.ts';

export const words = messagesFor(navigator.languages);
