import Link from 'next/link';
import type { MetadataEntryFragment, MetadataOfFragment } from '../generated/graphql';
import { kindOfType, kinds } from '../records/kinds';

type Source = MetadataEntryFragment['sources'][number];
type Instance = MetadataOfFragment;

/** The sources of a value: the objects with their fields, each with a link. */
export function MetadataSources({ entry, instance }: { entry?: MetadataEntryFragment; instance: Instance }) {
  if (!entry) return <p>Nothing in this tree has this path.</p>;
  if (entry.kind === 'DIRECTORY') return <p>A directory listing.</p>;
  return (
    <ul>
      {byObject(entry.sources).map(({ source, fields }) => (
        <li key={`${source.origin} ${source.id} ${fields.join()}`}>
          <SourceText source={source} fields={fields} instance={instance} />
        </li>
      ))}
    </ul>
  );
}

type OfObject = { source: Source; fields: string[] };

/** One entry for each object, with all of its fields. */
function byObject(sources: readonly Source[]): OfObject[] {
  const groups = Map.groupBy(sources, ({ origin, type, id }) => [origin, type, id].join(' '));
  return [...groups.values()].map((group) => ({
    source: group[0]!,
    fields: group.flatMap(({ field }) => field ?? []),
  }));
}

function SourceText({ source, fields, instance }: OfObject & { instance: Instance }) {
  const { origin, type, id, name } = source;
  const edit = instance.viewerCanUpdate && (
    <Link href={`${kinds.instance.path}/${instance.id}/edit`}>Edit the instance</Link>
  );
  const named = fields.join(', ');
  if (origin === 'CUSTOM_METADATA') return <>Custom metadata of this instance, byte for byte. {edit}</>;
  if (origin === 'CONFIGURATION') return <>The configuration of the server: {named}.</>;
  if (origin === 'FIXED') return <>The same for every machine.</>;
  if (type === 'SigningKey') return <>The signing key of this deployment.</>;
  if (type === 'NetworkInterface')
    return (
      <>
        The interface {name}: {named}. {edit}
      </>
    );
  if (type === 'Instance')
    return (
      <>
        This instance: {named}. {edit}
      </>
    );
  const kind = kindOfType(type ?? '');
  return (
    <>
      The {kind?.words.one ?? type} {kind && id ? <Link href={`${kind.path}/${id}`}>{name}</Link> : name}:{' '}
      {named}.
    </>
  );
}
