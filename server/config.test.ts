import { describe, expect, it } from '@jest/globals';
import { readConfig, withoutPassword } from './config.ts';
import { describeConfig } from './describe-config.ts';
import { StartupError } from './errors.ts';

const secret = 'a secret key that only this test uses';

function problemOf(environment: Record<string, string>): string {
  try {
    readConfig(environment, {});
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    return (error as Error).message;
  }
  throw new Error('this configuration was taken');
}

describe('the configuration', () => {
  it('has a sensible value for everything', () => {
    expect(readConfig({}, {})).toMatchObject({
      DATABASE_URL: 'sqlite:data/cloudmeta.db',
      PORT: 8000,
      LOG_LEVEL: 'info',
      METADATA_HTTP_TOKENS: 'optional',
      METADATA_REGION: 'lab-local-1',
      METADATA_ZONE: 'lab-local-1a',
      METADATA_LISTEN: [],
      TRUSTED_PROXIES: [],
      METADATA_PROXY_SHARED_SECRET: undefined,
      USER_DATA_LIMIT: 16_384,
      WEB_CONCURRENCY: 1,
      DATABASE_REPLICA_URLS: [],
      METADATA_CACHE_INSTANCES: 10_000,
      METADATA_SNAPSHOT: undefined,
    });
  });

  it('comes from the environment first, then from .env, and says so', () => {
    const config = readConfig({ PORT: '80', SECRET_KEY: secret }, { PORT: '81', HOST: '127.0.0.1' });

    expect(config).toMatchObject({ PORT: 80, HOST: '127.0.0.1', SECRET_KEY: secret });
    expect(config.sources).toMatchObject({
      PORT: 'environment',
      HOST: '.env',
      SECRET_KEY: 'environment',
      LOG_LEVEL: 'default',
    });
  });

  it('takes an empty variable for one that is not there', () => {
    expect(readConfig({ PORT: '', SECRET_KEY: '' }, { PORT: '81' })).toMatchObject({ PORT: 81 });
  });

  it('makes a key for this run where none is given, another one every time', () => {
    const [one, two] = [readConfig({}, {}), readConfig({}, {})];

    expect(one.SECRET_KEY).toMatch(/^[\w-]{43}$/);
    expect(readConfig({ SECRET_KEY: one.SECRET_KEY }, {}).SECRET_KEY).toBe(one.SECRET_KEY);
    expect(two.SECRET_KEY).not.toBe(one.SECRET_KEY);
    expect(one.sources.SECRET_KEY).toBe('made at start');
  });

  it('takes several keys of before, as long as there is a present one', () => {
    const [one, two] = ['0123456789abcdef0123456789abcdef', 'another key that only this test uses'];
    const SECRET_KEY_PREVIOUS = ` ${one} , ${two},`;

    expect(readConfig({ SECRET_KEY: secret, SECRET_KEY_PREVIOUS }, {}).SECRET_KEY_PREVIOUS).toEqual([
      one,
      two,
    ]);
    expect(readConfig({ SECRET_KEY: secret }, {}).SECRET_KEY_PREVIOUS).toEqual([]);
    expect(problemOf({ SECRET_KEY_PREVIOUS })).toMatch(/SECRET_KEY_PREVIOUS needs SECRET_KEY: /);
  });

  it('tells a wrong key of before by its place, and not what it is', () => {
    const problem = problemOf({
      SECRET_KEY: secret,
      SECRET_KEY_PREVIOUS: `${secret},sh0rt,${'y3s'.repeat(20)}`,
    });
    const many = problemOf({ SECRET_KEY: secret, SECRET_KEY_PREVIOUS: Array(9).fill(secret).join(',') });

    expect(problem).toMatch(/SECRET_KEY_PREVIOUS key 2 is too short: at least 32 characters; give the whole/);
    expect(problem).toMatch(/SECRET_KEY_PREVIOUS key 3 has fewer than 12 different characters; /);
    expect(problem).not.toMatch(/sh0rt|y3s/);
    expect(many).toContain('SECRET_KEY_PREVIOUS has 9 keys: at most 8 are tried');
  });

  it('derives the zone from the region', () => {
    expect(readConfig({ METADATA_REGION: 'eu-west-1' }, {}).METADATA_ZONE).toBe('eu-west-1a');
    expect(readConfig({ METADATA_REGION: 'a', METADATA_ZONE: 'b' }, {}).METADATA_ZONE).toBe('b');
  });

  it.each([
    ['169.254.169.254:80', [{ host: '169.254.169.254', port: 80 }]],
    ['[fd00:ec2::254]:80', [{ host: 'fd00:ec2::254', port: 80 }]],
    ['[fe80::a9fe:a9fe%br-0]:80', [{ host: 'fe80::a9fe:a9fe%br-0', port: 80 }]],
    ['[FE80::1%br0.100]:80', [{ host: 'FE80::1%br0.100', port: 80 }]],
    ['localhost:8080', [{ host: 'localhost', port: 8080 }]],
    [
      ' 169.254.169.254:80 , [fd00:ec2::254]:80,',
      [
        { host: '169.254.169.254', port: 80 },
        { host: 'fd00:ec2::254', port: 80 },
      ],
    ],
    [',', []],
  ])('reads where to listen for metadata: %s', (text, places) => {
    expect(readConfig({ METADATA_LISTEN: text }, {}).METADATA_LISTEN).toEqual(places);
  });

  it.each([
    ['10.0.0.5', ['10.0.0.5/32']],
    ['10.0.0.7/24', ['10.0.0.0/24']],
    ['2001:DB8::1', ['2001:db8::1/128']],
    ['fd00::1:0:0:1/64,  192.0.2.1,', ['fd00::/64', '192.0.2.1/32']],
    ['::ffff:10.0.0.5, ::ffff:10.0.0.0/104', ['10.0.0.5/32', '10.0.0.0/8']],
    ['FE80::5%virbr0, fe80::9%virbr1/64', ['fe80::5%virbr0/128', 'fe80::%virbr1/64']],
  ])('reads which proxies are trusted: %s', (text, blocks) => {
    expect(readConfig({ TRUSTED_PROXIES: text }, {}).TRUSTED_PROXIES).toEqual(blocks);
  });

  it.each([undefined, '', ' , '])(
    'refuses a secret of the metadata proxy without a trusted one, and says what to do: %j',
    (proxies) => {
      const problem = problemOf({
        METADATA_PROXY_SHARED_SECRET: 'proxy secret',
        ...(proxies === undefined ? {} : { TRUSTED_PROXIES: proxies }),
        PORT: 'x',
      });

      expect(problem).toMatch(/PORT must.*METADATA_PROXY_SHARED_SECRET needs TRUSTED_PROXIES: name there/);
      expect(problem).not.toContain('proxy secret');
    },
  );

  it('takes several processes and replicas where the database can be shared', () => {
    const replicas = 'postgres://u:p@r1/d, postgresql://r2/d,';
    const config = { SECRET_KEY: secret, WEB_CONCURRENCY: '4' };

    expect(readConfig({ ...config, DATABASE_URL: 'sqlite:x.db' }, {}).WEB_CONCURRENCY).toBe(4);
    expect(
      readConfig({ ...config, DATABASE_URL: 'postgres://h/d', DATABASE_REPLICA_URLS: replicas }, {}),
    ).toMatchObject({
      WEB_CONCURRENCY: 4,
      DATABASE_REPLICA_URLS: ['postgres://u:p@r1/d', 'postgresql://r2/d'],
    });
  });

  it.each([
    [
      { DATABASE_REPLICA_URLS: 'postgres://r1/d' },
      'DATABASE_REPLICA_URLS needs a DATABASE_URL of PostgreSQL',
    ],
    [
      { DATABASE_REPLICA_URLS: 'postgres://r1/d', DATABASE_URL: 'sqlite:x.db' },
      'DATABASE_REPLICA_URLS needs a DATABASE_URL of PostgreSQL',
    ],
    [
      { ADMIN_LISTEN: '10.0.0.1:8443', ADMIN_TLS_CERT: 'cert.pem' },
      'ADMIN_TLS_CERT and ADMIN_TLS_KEY need each other',
    ],
    [{ ADMIN_TLS_CERT: 'cert.pem', ADMIN_TLS_KEY: 'key.pem' }, 'ADMIN_TLS_CERT needs ADMIN_LISTEN'],
  ])('refuses %j, and says what it needs', (environment, needs) => {
    const problem = problemOf(environment);

    expect(problem).toContain(`The configuration is wrong: ${needs}`);
    expect(problem).not.toMatch(/; [A-Z]/);
  });

  it.each([
    [{ PORT: '80', METADATA_LISTEN: '169.254.169.254:80' }],
    [{ PORT: '80', HOST: '0.0.0.0', ADMIN_LISTEN: '10.0.0.1:80' }],
    [{ PORT: '80', HOST: '10.0.0.1', ADMIN_LISTEN: '[::]:80' }],
    [{ ADMIN_LISTEN: '[fd00:0::1]:443', METADATA_LISTEN: '[fd00::1]:443' }],
    [{ METADATA_LISTEN: 'localhost:81,LOCALHOST:81' }],
  ])('refuses %j, where one listener would get what another one should', (environment) => {
    expect(() => readConfig(environment, {})).toThrow(/overlaps with .*: give each an address or a port/);
  });

  it.each<[Record<string, string>]>([
    [{ PORT: '80', HOST: '10.0.0.1', METADATA_LISTEN: '169.254.169.254:80' }],
    [{ PORT: '80', HOST: '0.0.0.0', METADATA_LISTEN: '[fd00:ec2::254]:80' }],
    [{ METADATA_LISTEN: '[fe80::1%br0]:80,[fe80::1%br1]:80' }],
    [{ PORT: '0', ADMIN_LISTEN: '127.0.0.1:0' }],
  ])('takes %j, where each has its own', (environment) => {
    expect(readConfig(environment, {})).toMatchObject({ PORT: Number(environment.PORT ?? 8000) });
  });

  it.each([{ WEB_CONCURRENCY: '2' }, { WEB_CONCURRENCY: '2', PORT: '0', DATABASE_URL: 'sqlite::memory:' }])(
    'takes several processes without a key, a port and a file: %j',
    (environment) => {
      expect(readConfig(environment, {}).WEB_CONCURRENCY).toBe(2);
    },
  );

  it('keeps everything below DATA_DIR', () => {
    const folder = '/var/lib/cloudmeta';

    const config = readConfig({ DATA_DIR: folder }, {});
    const ofPostgres = readConfig({ DATA_DIR: folder, DATABASE_URL: 'postgres://h/d' }, {});

    expect(config.DATABASE_URL).toBe('sqlite:/var/lib/cloudmeta/cloudmeta.db');
    expect(ofPostgres.METADATA_SNAPSHOT).toBe('/var/lib/cloudmeta/snapshot');
  });

  it.each([
    ['https://cloudmeta.example.org', 'https://cloudmeta.example.org'],
    ['https://CloudMeta.example.org:443/', 'https://cloudmeta.example.org'],
    ['http://10.0.0.1:8443', 'http://10.0.0.1:8443'],
  ])('reads the origin of the admin: %s', (url, origin) => {
    const config = readConfig({ ADMIN_URL: url, ALLOWED_HOSTS: 'Other.example, [::1]' }, {});

    expect(config.ADMIN_URL).toBe(origin);
    expect(config.ALLOWED_HOSTS).toEqual(['other.example', '[::1]', new URL(origin).hostname]);
  });

  it.each([
    ['ADMIN_URL', 'cloudmeta.example.org'],
    ['ADMIN_URL', 'https://cloudmeta.example.org/admin'],
    ['ADMIN_URL', 'ftp://cloudmeta.example.org'],
    ['ADMIN_LISTEN', '10.0.0.1'],
    ['ADMIN_ALLOWED_NETWORKS', '10.0.0.0/33'],
    ['ALLOWED_HOSTS', 'cloudmeta.example.org:8000'],
    ['METRICS_TOKEN', 'short'],
  ])('refuses %s=%s', (variable, value) => {
    expect(problemOf({ [variable]: value })).toContain(variable);
  });

  it.each([
    ['postgres://h/d', undefined, 'data/snapshot'],
    ['postgres://h/d', '/var/lib/snapshot', '/var/lib/snapshot'],
    ['postgres://h/d', 'none', undefined],
    ['sqlite:x.db', undefined, undefined],
    ['sqlite:x.db', '/var/lib/snapshot', '/var/lib/snapshot'],
  ])('keeps a snapshot of what %s says with METADATA_SNAPSHOT=%s in %s', (url, given, folder) => {
    const environment = { DATABASE_URL: url, ...(given === undefined ? {} : { METADATA_SNAPSHOT: given }) };

    expect(readConfig(environment, {}).METADATA_SNAPSHOT).toBe(folder);
  });

  it('names each wrong value of a list', () => {
    const problem = problemOf({
      METADATA_LISTEN: '169.254.169.254:80,nowhere,[::1]:99999',
      TRUSTED_PROXIES: '10.0.0.5,10.0.0.0/33,proxy.example',
      DATABASE_URL: 'postgres://h/d',
      DATABASE_REPLICA_URLS: 'postgres://r1/d,mysql://r2/d',
    });

    for (const wrong of ['nowhere', '[::1]:99999'])
      expect(problem).toContain(`METADATA_LISTEN "${wrong}" must`);
    for (const wrong of ['10.0.0.0/33', 'proxy.example'])
      expect(problem).toContain(`TRUSTED_PROXIES "${wrong}" must`);
    expect(problem).toContain('DATABASE_REPLICA_URLS "mysql://r2/d" must');
    expect(problem).not.toMatch(/"169\.254\.169\.254|"10\.0\.0\.5/);
  });

  it('cannot be changed', () => {
    const config = readConfig({}, {}) as { PORT: number };

    expect(() => void (config.PORT = 1)).toThrow(TypeError);
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'postgres://'],
    ['SECRET_KEY', '0123456789abcdef0123456789abcde'],
    ['SECRET_KEY', 'abcdefghijk'.repeat(3)],
    ['SECRET_KEY_PREVIOUS', '0123456789abcdef0123456789abcde'],
    ['SECRET_KEY_PREVIOUS', 'abcdefghijk'.repeat(3)],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['METADATA_LISTEN', '169.254.169.254'],
    ['METADATA_LISTEN', 'fd00:ec2::254:80'],
    ['METADATA_LISTEN', '169.254.169.254:65536'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '010.0.0.1'],
    ['TRUSTED_PROXIES', '10.0.0.1;10.0.0.2'],
    ['TRUSTED_PROXIES', 'fe80::5'],
    ['TRUSTED_PROXIES', 'fe80::/10'],
    ['TRUSTED_PROXIES', 'fd00::5%eth0'],
    ['TRUSTED_PROXIES', 'fe80::/64%eth0'],
    ['TRUSTED_PROXIES', 'fe80::%/64'],
    ['METADATA_LISTEN', '[fe80::1]:80'],
    ['METADATA_LISTEN', '[fd00::1%eth0]:80'],
    ['METADATA_LISTEN', '[10.0.0]:80'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['METADATA_ACCOUNT_ID', '123'],
    ['METADATA_ZONE', 'zone-1'],
    ['METADATA_HTTP_TOKENS', 'maybe'],
    ['USER_DATA_LIMIT', '0'],
    ['WEB_CONCURRENCY', '0'],
    ['WEB_CONCURRENCY', '65'],
    ['WEB_CONCURRENCY', 'auto'],
    ['METADATA_CACHE_INSTANCES', '0'],
    ['METADATA_CACHE_INSTANCES', '1000001'],
  ])('refuses %s=%s in one line that names it', (name, value) => {
    const problem = problemOf({ [name]: value });

    expect(problem).toContain(name);
    expect(problem).not.toContain('\n');
  });

  it('lists everything that is wrong at once', () => {
    const problem = problemOf({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://root:pass-word@db/x',
      SECRET_KEY: 'sh0rt',
    });

    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'SECRET_KEY']) expect(problem).toContain(name);
    expect(problem).not.toMatch(/pass-word|sh0rt/);
  });

  it('is shown without its secrets', () => {
    const url = 'postgres://meta:pass-word@db.example:5432/cloudmeta';
    const rows = describeConfig(
      readConfig(
        {
          DATABASE_URL: url,
          DATABASE_REPLICA_URLS: url.replace('db.', 'replica.'),
          SECRET_KEY: secret,
          METADATA_LISTEN: '169.254.169.254:80,[::1]:80',
          TRUSTED_PROXIES: '10.0.0.5,fd00::/64',
          METADATA_PROXY_SHARED_SECRET: 'proxy secret',
          METRICS_TOKEN: 'token-of-the-metrics',
        },
        {},
      ),
    );

    const text = JSON.stringify(rows);
    expect(text).not.toContain('pass-word');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('proxy secret');
    expect(text).not.toContain('token-of-the-metrics');
    expect(rows).toContainEqual({ name: 'PORT', value: '8000', source: 'default' });
    expect(rows).toContainEqual({ name: 'SECRET_KEY', value: '(hidden)', source: 'environment' });
    expect(rows).toContainEqual({
      name: 'METADATA_LISTEN',
      value: '169.254.169.254:80, [::1]:80',
      source: 'environment',
    });
    expect(rows).toContainEqual({
      name: 'TRUSTED_PROXIES',
      value: '10.0.0.5/32, fd00::/64',
      source: 'environment',
    });
    const shown = (variable: string) => rows.find(({ name }) => name === variable)!.value;
    expect(shown('DATABASE_URL')).toContain('db.example:5432/cloudmeta');
    expect(shown('DATABASE_REPLICA_URLS')).toContain('replica.example:5432/cloudmeta');
  });
});

describe('a database URL that is shown', () => {
  it.each([
    ['postgres://u:p@h/d', 'postgres://u:***@h/d'],
    ['postgres://u:p:q@h/d', 'postgres://u:***@h/d'],
    ['postgres://:p@h/d', 'postgres://:***@h/d'],
    ['postgres://u@h/d', 'postgres://u@h/d'],
    ['postgres://h/d', 'postgres://h/d'],
    ['sqlite:data/x.db', 'sqlite:data/x.db'],
  ])('has no password: %s', (url, shown) => {
    expect(withoutPassword(url)).toBe(shown);
  });

  it.each([
    'postgres://u:p%40ss@h/d',
    'postgres://u:p@ss@h/d',
    'postgres://u:p/ss@h/d',
    'postgres://h/d?user=u&password=pass',
  ])('has none however it is written: %s', (url) => {
    expect(withoutPassword(url)).not.toMatch(/p%40ss|p@ss|p\/ss|=pass|ss@/);
  });
});
