import { Button, NumberInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pair } from '../parts/form-section';
import { MultiValueInput } from '../parts/multi-value-input';
import { useInstanceFormContext } from './instance-form-context';
import { isSimple } from './interface-input';

const names = ['deviceNumber', 'networkCard', 'associations', 'ipv4Prefixes', 'ipv6Prefixes'] as const;

type Props = { place: number; several: boolean; of: (label: string) => string };

/** The fields that few interfaces need; shown if one of them has a value or an error. */
export function MoreOfInterface({ place, several, of }: Props) {
  const form = useInstanceFormContext();
  const here = form.values.interfaces[place];
  const [opened, { toggle }] = useDisclosure(here !== undefined && !isSimple([here]) && !several);
  const field = (name: (typeof names)[number]) => form.getInputProps(`interfaces.${place}.${name}`);
  const refused = names.some((name) => form.errors[`interfaces.${place}.${name}`]);
  const shown = opened || refused;
  const numberField = (name: 'deviceNumber' | 'networkCard') => ({
    value: here?.[name] ?? '',
    onChange: (value: string | number) =>
      form.setFieldValue(`interfaces.${place}.${name}`, typeof value === 'number' ? value : null),
    error: form.errors[`interfaces.${place}.${name}`],
  });
  return (
    <>
      <div>
        <Button variant="subtle" size="xs" px={0} onClick={toggle} aria-expanded={shown}>
          {shown ? 'Less' : 'Device number, prefixes, further public addresses'}
        </Button>
      </div>
      {shown && (
        <Pair>
          <NumberInput
            label={of('Device number')}
            placeholder={String(place)}
            min={0}
            allowDecimal={false}
            {...numberField('deviceNumber')}
          />
          <NumberInput
            label={of('Network card')}
            placeholder="0"
            min={0}
            allowDecimal={false}
            {...numberField('networkCard')}
          />
          <MultiValueInput
            label={of('IPv4 prefixes')}
            description="Routed to it"
            placeholder="10.0.1.16/28"
            {...field('ipv4Prefixes')}
          />
          <MultiValueInput
            label={of('IPv6 prefixes')}
            description="Routed to it"
            placeholder="fd00:10:0:1:a::/80"
            {...field('ipv6Prefixes')}
          />
          <MultiValueInput
            label={of('Further public addresses')}
            description="private=public, for the addresses after the first"
            {...field('associations')}
          />
        </Pair>
      )}
    </>
  );
}
