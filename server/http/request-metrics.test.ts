import { describe, expect, it } from '@jest/globals';
import { latencyBounds, RequestMetrics, routeOf } from './request-metrics.ts';

describe('the kind of a request', () => {
  it.each([
    ['/', '/'],
    ['/latest', '/:version'],
    ['/latest/', '/:version'],
    ['/1.0', '/:version'],
    ['/2009-04-04/', '/:version'],
    ['/latest//meta-data', '/:version'],
    ['/latest?x=/meta-data', '/:version'],
    ['/latest/meta-data', '/:version/meta-data'],
    ['/latest/meta-data/', '/:version/meta-data'],
    ['/2021-03-23/meta-data/placement/region', '/:version/meta-data'],
    ['/latest/meta-data?x', '/:version/meta-data'],
    ['/latest/dynamic/instance-identity/document', '/:version/dynamic'],
    ['/latest/user-data', '/:version/user-data'],
    ['/latest/api/token', '/latest/api/token'],
    ['/openstack/latest/meta_data.json', '/openstack'],
    ['/nocloud/user-data', '/nocloud'],
    ['/graphql', '/graphql'],
    ['/graphql?query={viewer{name}}', '/graphql'],
    ['/admin/instances/1', '/admin'],
    ['/identity/certificate', '/identity'],
    ['/healthz', '/healthz'],
    ['/readyz', '/readyz'],
    ['/metrics', '/metrics'],
  ])('%s is of the kind %s', (target, route) => {
    expect(routeOf(target)).toBe(route);
  });

  it.each([
    '',
    '*',
    'latest',
    '//latest/meta-data',
    '/?latest',
    '/latest/nothing',
    '/latest/__proto__',
    '/latest/constructor',
    '/LATEST/meta-data',
    '/latest1/meta-data',
    '/1999-01-01/meta-data',
    '/%6catest/meta-data',
    '/__proto__',
    '/wp-login.php',
    'http://169.254.169.254/latest/meta-data',
  ])('%s is of none', (target) => {
    expect(routeOf(target)).toBe('other');
  });
});

describe('what is counted', () => {
  it('is how many requests of a kind had each status', () => {
    const metrics = new RequestMetrics();

    for (const [target, status] of [
      ['/latest/meta-data/hostname', 200],
      ['/2009-04-04/meta-data/ami-id', 200],
      ['/latest/meta-data/nothing', 404],
      ['/latest/api/token', 200],
      ['/x/y/z', 404],
      ['/latest/meta-data/hostname', 0],
    ] as const)
      metrics.count(target, status, 1);

    const counted = [...metrics.counts].map(([route, { byStatus }]) => [route, Object.fromEntries(byStatus)]);
    expect(Object.fromEntries(counted)).toEqual({
      '/:version/meta-data': { 200: 2, 404: 1, 0: 1 },
      '/latest/api/token': { 200: 1 },
      other: { 404: 1 },
    });
  });

  it.each([
    ['at once', 0, 0],
    ['half a millisecond', 0.5, 0],
    ['a little more', 0.51, 1],
    ['a millisecond', 1, 1],
    ['thirty', 30, 6],
    ['ten seconds', 10_000, latencyBounds.length - 1],
    ['longer than every bound', 10_001, latencyBounds.length],
  ])('is how long they took: %s', (_, ms, at) => {
    const metrics = new RequestMetrics();

    metrics.count('/latest/user-data', 200, ms);
    metrics.count('/latest/user-data', 503, ms);

    const { byLatency, seconds } = metrics.counts.get('/:version/user-data')!;
    expect(byLatency).toEqual(
      Array.from({ length: latencyBounds.length + 1 }, (_value, n) => (n === at ? 2 : 0)),
    );
    expect(seconds).toBeCloseTo((2 * ms) / 1000);
  });

  it('is counted right whatever strangers asked for before, and however long that was', () => {
    const metrics = new RequestMetrics();
    const long = 'x'.repeat(10_000);

    for (let n = 0; n < 2000; n += 1) metrics.count(`/latest/meta-data?${n}`, 404, 1);
    for (const target of [`/${long}`, `/latest/${long}/`, `/latest/user-data?${long}`, '/graphql'])
      for (let n = 0; n < 2; n += 1) metrics.count(target, 200, 1);

    const counted = [...metrics.counts].map(([route, { byStatus }]) => [route, Object.fromEntries(byStatus)]);
    expect(Object.fromEntries(counted)).toEqual({
      '/:version/meta-data': { 404: 2000 },
      other: { 200: 4 },
      '/:version/user-data': { 200: 2 },
      '/graphql': { 200: 2 },
    });
  });

  it('has as many kinds as there are, however many paths strangers ask for', () => {
    const metrics = new RequestMetrics();

    for (let n = 0; n < 2000; n += 1) metrics.count(`/${n}/${n}/`, 404, 1);
    metrics.count('/2009-04-04/meta-data/', 200, 1);

    expect([...metrics.counts.keys()]).toEqual(['other', '/:version/meta-data']);
    expect(metrics.counts.get('other')!.byStatus.get(404)).toBe(2000);
  });
});
