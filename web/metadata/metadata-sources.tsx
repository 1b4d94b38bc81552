import Link from 'next/link';
import type { MetadataEntryFragment, MetadataOfFragment } from '../generated/graphql';
import { kindOfType, kinds } from '../records/kinds';
import { wordsOf } from './field-words';

type Source = MetadataEntryFragment['sources'][number];
type Props = { entry?: MetadataEntryFragment; instance: MetadataOfFragment };

/** The sources of a value: the objects with their fields, each with a link. */
export function MetadataSources({ entry, instance }: Props) {
  if (!entry) return <p>This path is not in the tree.</p>;
  if (entry.kind === 'DIRECTORY') return <p>A directory listing.</p>;
  return (
    <ul>
      {byObject(entry.sources).map(({ source, fields }) => (
        <li key={`${source.origin} ${source.type} ${source.id}`}>
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

type TextProps = OfObject & { instance: MetadataOfFragment };

function SourceText({ source: { origin, type, id, name }, fields, instance }: TextProps) {
  const edit = instance.viewerCanUpdate && (
    <Link href={`${kinds.instance.path}/${instance.id}/edit`}>Edit the instance</Link>
  );
  const named = fields.map(wordsOf).join(', ');
  if (origin === 'CUSTOM_METADATA') return <>Custom metadata of this instance, byte for byte. {edit}</>;
  if (origin === 'CONFIGURATION') return <>The configuration of the server: {fields.join(', ')}.</>;
  if (origin === 'FIXED') return <>The same for every machine.</>;
  if (type === 'SigningKey') return <>The signing key of this deployment.</>;
  if (type === 'Instance') return <OfInstance fields={fields} instance={instance} />;
  if (type === 'MaintenanceEvent')
    return (
      <>
        The maintenance event {name}: {named}. <Tab name="events" instance={instance} />
      </>
    );
  if (type === 'NetworkInterface')
    return (
      <>
        The interface {name}: {named}. {edit}
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

/** The tabs of an instance where a field of it is shown. */
const tabs: Record<string, 'events' | 'user-data'> = { events: 'events', userData: 'user-data' };

/** The fields that no form changes. */
const assigned = new Set(['instanceId', 'launchedAt', 'encryptedPassword']);

function OfInstance({ fields, instance }: Pick<TextProps, 'fields' | 'instance'>) {
  const tab = fields.map((field) => tabs[field]).find((one) => one !== undefined);
  const isEditable = instance.viewerCanUpdate && !fields.every((field) => assigned.has(field));
  return (
    <>
      This instance: {fields.map(wordsOf).join(', ')}. {tab && <Tab name={tab} instance={instance} />}
      {!tab && isEditable && (
        <Link href={`${kinds.instance.path}/${instance.id}/edit`}>Edit the instance</Link>
      )}
    </>
  );
}

function Tab({ name, instance }: { name: 'events' | 'user-data'; instance: MetadataOfFragment }) {
  return <Link href={`${kinds.instance.path}/${instance.id}?tab=${name}`}>Show it</Link>;
}
