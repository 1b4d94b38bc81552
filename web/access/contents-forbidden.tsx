import { Forbidden } from '../parts/forbidden';

/** Shown to an auditor in place of user-data and custom metadata. */
export function ContentsForbidden() {
  return <Forbidden needs="Viewer or Operator" act="read the contents of user data and custom metadata" />;
}
