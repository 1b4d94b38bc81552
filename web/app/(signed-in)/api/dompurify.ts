/** DOMPurify with the exports of the old copy that GraphiQL's editor bundles; it replaces that copy. */
import purify from 'dompurify';

export const { addHook, removeHook, sanitize } = purify;
