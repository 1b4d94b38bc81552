import { NewInstance } from '../../../../instances/instance-editor';

type Props = { searchParams: Promise<{ duplicate?: string | string[] }> };

export default async function Page({ searchParams }: Props) {
  const { duplicate } = await searchParams;
  const model = typeof duplicate === 'string' ? duplicate : null;
  return <NewInstance key={model} duplicate={model} />;
}
