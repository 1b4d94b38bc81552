import { NewDocument } from '../../../../user-data/document-editor';

export default function Page() {
  return <NewDocument />;
}
