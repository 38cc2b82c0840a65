"""Leaves out columns that say the same as another, keeps those that tell most, and scales them."""
import argparse
import csv
import os

import joblib
import numpy as np
from sklearn.feature_selection import f_classif
from sklearn.preprocessing import StandardScaler


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('rows')
    arguments.add_argument('folder')
    arguments.add_argument('scaler')
    arguments.add_argument('--most-correlated', type=float, required=True)
    arguments.add_argument('--keep', type=int, required=True)
    given = arguments.parse_args()

    names, _, train, malignant = read(os.path.join(given.rows, 'train.csv'))
    chosen = choose(train, malignant, given.most_correlated, given.keep)
    scaler = StandardScaler().fit(train[:, chosen])
    os.makedirs(given.folder, exist_ok=True)
    joblib.dump({'columns': [names[index] for index in chosen], 'scaler': scaler}, given.scaler)
    for part in ('train', 'test'):
        _, ids, values, truth = read(os.path.join(given.rows, f'{part}.csv'))
        np.savez(
            os.path.join(given.folder, f'{part}.npz'), ids=ids, features=scaler.transform(values[:, chosen]), malignant=truth
        )
    print('kept', ', '.join(names[index] for index in chosen))


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        header, *rows = csv.reader(file)
    values = np.array([[float(value) for value in row[2:]] for row in rows])
    ids = np.array([int(row[0]) for row in rows], dtype=np.int64)
    return header[2:], ids, values, np.array([row[1] == 'malignant' for row in rows], dtype=np.int8)


def choose(values, malignant, most_correlated, keep):
    """The columns that part the two kinds best, none too much like one taken before."""
    strength, _ = f_classif(values, malignant)
    likeness = np.abs(np.corrcoef(values, rowvar=False))
    chosen = []
    for index in np.argsort(-strength, kind='stable'):
        if all(likeness[index, other] <= most_correlated for other in chosen):
            chosen.append(int(index))
    return sorted(chosen[:keep])


if __name__ == '__main__':
    main()
