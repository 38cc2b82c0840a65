"""Checks the table and splits it, with the same share of malignant tumours in both parts."""
import argparse
import csv
import os

from sklearn.model_selection import train_test_split


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('source')
    arguments.add_argument('folder')
    arguments.add_argument('--test-share', type=float, required=True)
    arguments.add_argument('--seed', type=int, required=True)
    given = arguments.parse_args()

    with open(given.source, encoding='utf-8', newline='') as file:
        header, *rows = csv.reader(file)
    for row in rows:
        if len(row) != len(header) or row[1] not in ('malignant', 'benign'):
            raise SystemExit(f'{given.source}: row {row[0]} is broken')
        for value in row[2:]:
            float(value)

    train, test = train_test_split(
        rows, test_size=given.test_share, random_state=given.seed, stratify=[row[1] for row in rows]
    )
    os.makedirs(given.folder, exist_ok=True)
    for name, part in (('train', train), ('test', test)):
        with open(os.path.join(given.folder, f'{name}.csv'), 'w', encoding='utf-8', newline='') as file:
            csv.writer(file, lineterminator='\n').writerows([header, *sorted(part, key=lambda row: int(row[0]))])
    print(f'{len(train)} rows to learn from, {len(test)} to test on')


if __name__ == '__main__':
    main()
