"""Asks a model about the rows it has not seen, and measures its answers."""
import argparse
import csv
import json

import joblib
import numpy as np
from sklearn.metrics import accuracy_score, log_loss, recall_score, roc_auc_score


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('model')
    arguments.add_argument('features')
    arguments.add_argument('metrics')
    arguments.add_argument('predictions')
    given = arguments.parse_args()

    model = joblib.load(given.model)
    with np.load(given.features) as data:
        ids, features, truth = data['ids'], data['features'], data['malignant']
    chance = model.predict_proba(features)[:, 1]
    answer = (chance >= 0.5).astype(np.int8)

    with open(given.predictions, 'w', encoding='utf-8', newline='') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(['id', 'malignant', 'predicted', 'chance'])
        writer.writerows(
            [row, int(is_malignant), int(said), repr(float(value))]
            for row, is_malignant, said, value in zip(ids, truth, answer, chance)
        )
    metrics = {
        'rows': len(truth),
        'accuracy': float(accuracy_score(truth, answer)),
        'recall': float(recall_score(truth, answer)),
        'auc': float(roc_auc_score(truth, chance)),
        'log_loss': float(log_loss(truth, chance)),
    }
    with open(given.metrics, 'w', encoding='utf-8', newline='') as file:
        json.dump(metrics, file, indent=2)
        file.write('\n')
    print(f'accuracy {metrics["accuracy"]:.4f}, recall {metrics["recall"]:.4f}, auc {metrics["auc"]:.4f}')


if __name__ == '__main__':
    main()
