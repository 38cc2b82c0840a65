/** What stands above the tree, where there is something to say of all of it; else empty. `more`: than so many pipeline files. */
export function viewMessage({
  restricted,
  more,
}: {
  readonly restricted: boolean;
  readonly more: number | null;
}): string {
  const words = [
    ...(restricted ? ['Restricted Mode: pipelines can be read and edited here, but not run.'] : []),
    ...(more === null
      ? []
      : [
          `There are more than ${more} pipeline files here, and only ${more} are shown. Open one of the folders by itself, or leave others out with the setting files.exclude.`,
        ]),
  ];
  return words.join(' ');
}
