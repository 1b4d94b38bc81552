'use client';

import { Button, FileButton } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { bytesOf, download, hexDump, textOf } from '../parts/bytes';
import { CodeBlock } from '../parts/code-block';
import { Notice } from '../parts/notice';
import { asPlainText, type Content, contentOfFile } from './document-content';
import { SizeNote } from './size-note';
import { UserDataEditor } from './user-data-editor';

type Props = { content: Content; name: string; error?: ReactNode; onChange: (content: Content) => void };

/** The content of a document: an editor for text, a read-only view for bytes that an editor would change. */
export function ContentField({ content, name, error, onChange }: Props) {
  return (
    <div>
      {content.way === 'text' ? (
        <UserDataEditor
          label="Content"
          value={content.text}
          error={error}
          onChange={(text) => onChange({ way: 'text', text })}
        />
      ) : (
        <Untouched content={content} name={name} onChange={onChange} />
      )}
      <FileButton onChange={(file) => void (file && contentOfFile(file).then(onChange))}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            size="xs"
            mt={4}
            leftSection={<IconUpload size={14} aria-hidden />}
          >
            Replace with a file
          </Button>
        )}
      </FileButton>
    </div>
  );
}

type UntouchedProps = {
  content: Extract<Content, { way: 'bytes' }>;
  name: string;
  onChange: Props['onChange'];
};

function Untouched({ content, name, onChange }: UntouchedProps) {
  const bytes = bytesOf(content.base64);
  const plain = asPlainText(content.base64);
  const why =
    plain === undefined
      ? 'It is not text, so it is kept byte for byte. Replace it with a file, or download it.'
      : 'It has CR line ends. It is kept byte for byte unless you edit it, which writes LF.';
  return (
    <>
      <Notice
        title={plain === undefined ? 'Binary content' : 'Text with CR line ends'}
        actions={
          <>
            {plain !== undefined && (
              <Button variant="default" size="xs" onClick={() => onChange({ way: 'text', text: plain })}>
                Edit as text (LF)
              </Button>
            )}
            <Button
              variant="default"
              size="xs"
              leftSection={<IconDownload size={14} aria-hidden />}
              onClick={() => download(bytes, name || 'user-data')}
            >
              Download
            </Button>
          </>
        }
      >
        <p>{why}</p>
      </Notice>
      <CodeBlock title="Content, read only" status={content.from} text={textOf(bytes) ?? hexDump(bytes)} />
      <SizeNote size={bytes.length} />
    </>
  );
}
