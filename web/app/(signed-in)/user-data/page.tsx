import { DocumentList } from '../../../user-data/document-list';

export default function Page() {
  return <DocumentList />;
}
