import { loading } from './bench/loading';
import { build } from './build';
export async function main() {
  await build();
  console.log(JSON.stringify(await loading(), null, 1).slice(0, 6000));
}
