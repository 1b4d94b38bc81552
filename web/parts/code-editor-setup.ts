import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml as yamlLanguage } from '@codemirror/lang-yaml';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--cm-accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--cm-ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--cm-warn)' },
  { tag: [tags.keyword, tags.labelName, tags.typeName], color: 'var(--cm-info)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--cm-muted)' },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.meta], color: 'var(--cm-muted)' },
]);

export const readOnly: Extension = [EditorState.readOnly.of(true)];

/** Tab moves the focus, so that keyboard users can leave the editor; Mod-] and Mod-[ indent. */
export function editorExtensions({
  label,
  yaml,
  describedBy,
}: {
  label: string;
  yaml: boolean;
  describedBy?: string;
}) {
  const attributes: Record<string, string> = { 'aria-label': label };
  if (describedBy) attributes['aria-describedby'] = describedBy;
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    indentUnit.of('  '),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    yaml ? [yamlLanguage(), syntaxHighlighting(colours)] : [],
    EditorView.contentAttributes.of(attributes),
  ];
}
