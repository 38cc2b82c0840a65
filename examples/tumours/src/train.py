"""Trains one model: a random forest or a logistic regression."""
import argparse

import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('kind', choices=['forest', 'logistic'])
    arguments.add_argument('features')
    arguments.add_argument('model')
    arguments.add_argument('--seed', type=int, required=True)
    arguments.add_argument('--trees', type=int, required=True)
    arguments.add_argument('--regularisation', type=float, required=True)
    given = arguments.parse_args()

    if given.kind == 'forest':
        model = RandomForestClassifier(n_estimators=given.trees, random_state=given.seed, n_jobs=1)
    else:
        model = LogisticRegression(C=given.regularisation, random_state=given.seed, max_iter=1000)
    with np.load(given.features) as data:
        model.fit(data['features'], data['malignant'])
        print(f'{given.kind}: learned from {len(data["malignant"])} rows')
    joblib.dump(model, given.model, compress=3)


if __name__ == '__main__':
    main()
