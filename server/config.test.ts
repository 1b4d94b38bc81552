import { describe, expect, it } from '@jest/globals';
import { describeConfig, readConfig, withoutPassword } from './config.ts';
import { StartupError } from './errors.ts';

const secret = 'x'.repeat(32);

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
      METADATA_LISTEN: undefined,
      USER_DATA_LIMIT: 16_384,
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

    expect(one.SECRET_KEY).toMatch(/^[0-9a-f]{64}$/);
    expect(two.SECRET_KEY).not.toBe(one.SECRET_KEY);
    expect(one.sources.SECRET_KEY).toBe('made at start');
  });

  it('derives the zone from the region', () => {
    expect(readConfig({ METADATA_REGION: 'eu-west-1' }, {}).METADATA_ZONE).toBe('eu-west-1a');
    expect(readConfig({ METADATA_REGION: 'a', METADATA_ZONE: 'b' }, {}).METADATA_ZONE).toBe('b');
  });

  it.each([
    ['169.254.169.254:80', { host: '169.254.169.254', port: 80 }],
    ['[fd00:ec2::254]:80', { host: 'fd00:ec2::254', port: 80 }],
    ['localhost:8080', { host: 'localhost', port: 8080 }],
  ])('reads where to listen for metadata: %s', (text, place) => {
    expect(readConfig({ METADATA_LISTEN: text }, {}).METADATA_LISTEN).toEqual(place);
  });

  it('cannot be changed', () => {
    const config = readConfig({}, {}) as { PORT: number };

    expect(() => void (config.PORT = 1)).toThrow(TypeError);
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'postgres://'],
    ['SECRET_KEY', 'x'.repeat(31)],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['METADATA_LISTEN', '169.254.169.254'],
    ['METADATA_LISTEN', 'fd00:ec2::254:80'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['METADATA_ACCOUNT_ID', '123'],
    ['METADATA_ZONE', 'zone-1'],
    ['METADATA_HTTP_TOKENS', 'maybe'],
    ['USER_DATA_LIMIT', '0'],
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
      readConfig({ DATABASE_URL: url, SECRET_KEY: secret, METADATA_LISTEN: '[::1]:80' }, {}),
    );

    const text = JSON.stringify(rows);
    expect(text).not.toContain('pass-word');
    expect(text).not.toContain(secret);
    expect(rows).toContainEqual({ name: 'PORT', value: '8000', source: 'default' });
    expect(rows).toContainEqual({ name: 'SECRET_KEY', value: '(hidden)', source: 'environment' });
    expect(rows.find(({ name }) => name === 'DATABASE_URL')!.value).toContain('db.example:5432/cloudmeta');
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
