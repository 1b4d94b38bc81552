import { DocumentList } from '../../../user-data/document-pages';

export default function Page() {
  return <DocumentList />;
}
