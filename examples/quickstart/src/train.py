"""Fits price = a + b·area + c·rooms + d·age by gradient descent, on columns scaled to mean 0 and spread 1."""
import argparse
import csv
import json
import math

FEATURES = ['area', 'rooms', 'age']


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('train')
    arguments.add_argument('model')
    arguments.add_argument('--rate', type=float, required=True)
    arguments.add_argument('--epochs', type=int, required=True)
    given = arguments.parse_args()

    with open(given.train, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))
    prices = [float(row['price']) for row in rows]
    scales = {name: scale([float(row[name]) for row in rows]) for name in FEATURES}
    points = [[(float(row[name]) - scales[name]['mean']) / scales[name]['spread'] for name in FEATURES] for row in rows]

    bias, weights = 0.0, [0.0 for _ in FEATURES]
    for _ in range(given.epochs):
        errors = [bias + sum(w * x for w, x in zip(weights, point)) - price for point, price in zip(points, prices)]
        bias -= given.rate * sum(errors) / len(errors)
        for index in range(len(FEATURES)):
            slope = sum(error * point[index] for error, point in zip(errors, points)) / len(errors)
            weights[index] -= given.rate * slope

    model = {'bias': bias, 'weights': dict(zip(FEATURES, weights)), 'scales': scales}
    with open(given.model, 'w', encoding='utf-8', newline='') as file:
        json.dump(model, file, indent=2)
        file.write('\n')
    print(f'learned from {len(rows)} rows in {given.epochs} epochs')


def scale(values):
    mean = sum(values) / len(values)
    return {'mean': mean, 'spread': math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))}


if __name__ == '__main__':
    main()
