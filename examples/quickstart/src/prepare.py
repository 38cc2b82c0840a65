"""Drops incomplete rows and splits the rest into a part to learn from and a part to test on."""
import argparse
import csv
import random


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('source')
    arguments.add_argument('train')
    arguments.add_argument('test')
    arguments.add_argument('--seed', type=seed, required=True)
    given = arguments.parse_args()

    with open(given.source, encoding='utf-8', newline='') as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames
        rows = [row for row in reader if all(row[column] for column in columns)]

    random.Random(given.seed).shuffle(rows)
    cut = len(rows) * 3 // 4
    write(given.train, columns, rows[:cut])
    write(given.test, columns, rows[cut:])
    print(f'{cut} rows to learn from, {len(rows) - cut} to test on')


def seed(text):
    """A number, or `none` for another order each time."""
    return None if text == 'none' else int(text)


def write(path, columns, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        writer = csv.DictWriter(file, columns, lineterminator='\n')
        writer.writeheader()
        writer.writerows(rows)


if __name__ == '__main__':
    main()
