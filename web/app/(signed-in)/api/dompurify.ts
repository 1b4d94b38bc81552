/** DOMPurify with the exports that the editor of GraphiQL expects of the copy that it brings along, which is old. */
import purify from 'dompurify';

export const { addHook, removeHook, sanitize } = purify;
