import { Extensions } from 'type-graphql';

/** Declares what a field costs beside what is asked of it, where that is more than reading a column. */
export const Costs = (cost: number) => Extensions({ cost });

/** Declares how many a list without pages is counted as, where that is not the usual number. */
export const CountsAs = (length: number) => Extensions({ length });
