"""Predicts the price of every house in the test part and measures how far off the predictions are."""
import argparse
import csv
import json
import math


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('model')
    arguments.add_argument('test')
    arguments.add_argument('metrics')
    arguments.add_argument('predictions')
    given = arguments.parse_args()

    with open(given.model, encoding='utf-8') as file:
        model = json.load(file)
    with open(given.test, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))

    prices = [float(row['price']) for row in rows]
    predicted = [predict(model, row) for row in rows]
    with open(given.predictions, 'w', encoding='utf-8', newline='') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(['id', 'price', 'predicted'])
        writer.writerows([row['id'], row['price'], f'{value:.2f}'] for row, value in zip(rows, predicted))

    mean = sum(prices) / len(prices)
    squares = sum((price - value) ** 2 for price, value in zip(prices, predicted))
    metrics = {
        'rows': len(rows),
        'rmse': math.sqrt(squares / len(rows)),
        'mae': sum(abs(price - value) for price, value in zip(prices, predicted)) / len(rows),
        'r2': 1 - squares / sum((price - mean) ** 2 for price in prices),
    }
    with open(given.metrics, 'w', encoding='utf-8', newline='') as file:
        json.dump(metrics, file, indent=2)
        file.write('\n')
    print(f'rmse {metrics["rmse"]:.1f}, r2 {metrics["r2"]:.4f}')


def predict(model, row):
    total = model['bias']
    for name, weight in model['weights'].items():
        total += weight * (float(row[name]) - model['scales'][name]['mean']) / model['scales'][name]['spread']
    return total


if __name__ == '__main__':
    main()
