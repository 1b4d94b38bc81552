/** The metadata trees that every machine is served. */
export type DataSourceName = 'EC2' | 'OPENSTACK' | 'NOCLOUD';

const roots: Record<DataSourceName, string> = { EC2: '/', OPENSTACK: '/openstack/', NOCLOUD: '/nocloud/' };

export const dataSourceChoices: { value: DataSourceName; label: string }[] = [
  { value: 'EC2', label: 'EC2' },
  { value: 'OPENSTACK', label: 'OpenStack' },
  { value: 'NOCLOUD', label: 'NoCloud' },
];

export type DataSource = {
  name: DataSourceName;
  /** The path that lists its versions; NoCloud has none. */
  root: string;
  version: string;
  /** The root path of the version's tree. */
  top: string;
};

/** The tree that a path is in. OpenStack serves the EC2 tree under `/ec2` as well. */
export function dataSourceOf(path: string): DataSource {
  const [, first = ''] = path.split('/');
  if (first === 'nocloud') {
    return { name: 'NOCLOUD', root: '/nocloud/', version: 'latest', top: '/nocloud/' };
  }
  const named = first === 'openstack' || first === 'ec2';
  const root = named ? `/${first}/` : '/';
  const [version] = path.slice(root.length).split('/');
  const known = version || 'latest';
  return {
    name: first === 'openstack' ? 'OPENSTACK' : 'EC2',
    root,
    version: known,
    top: `${root}${known}/`,
  };
}

/** The path to open first in another tree, or in another version of this one. */
export function startOf(name: DataSourceName, version = 'latest', root = roots[name]): string {
  if (name === 'NOCLOUD') return root;
  return name === 'EC2' ? `${root}${version}/meta-data/` : `${root}${version}/`;
}
