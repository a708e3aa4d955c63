"""The gradient of the default convolutional network by loops over pixels, as one would write it first."""

from __future__ import annotations

import numpy as np

from networks.convnet import ConvNet
from networks.layers import DEFAULT


def over_pixels(parameters, images, labels) -> np.ndarray:
    """Return the gradient of the mean cross-entropy, by loops over images, filters and pixels."""
    net = ConvNet(DEFAULT)
    weights = [net.weights(i, parameters) for i in (0, 3, 7, 9)]
    biases = [net.bias(i, parameters) for i in (0, 3, 7, 9)]
    flat = np.zeros_like(parameters)
    dweights, dbiases = (
        [net.weights(i, flat) for i in (0, 3, 7, 9)],
        [net.bias(i, flat) for i in (0, 3, 7, 9)],
    )
    for image, label in zip(images, labels, strict=True):
        x, kept = image, []
        for layer in (0, 1):
            padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
            z = np.empty((len(weights[layer]), *x.shape[1:]), np.float32)
            for o, i, j in np.ndindex(z.shape):
                z[o, i, j] = (padded[:, i : i + 3, j : j + 3] * weights[layer][o]).sum() + biases[layer][o]
            a = np.maximum(z, 0)
            x = np.empty((len(a), a.shape[1] // 2, a.shape[2] // 2), np.float32)
            for o, i, j in np.ndindex(x.shape):
                x[o, i, j] = a[o, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
            kept.append((padded, z, a))
        hidden = np.maximum(weights[2] @ x.ravel() + biases[2], 0)
        logits = weights[3] @ hidden + biases[3]
        p = np.exp(logits - logits.max())
        p /= p.sum()
        p[label] -= 1
        p /= len(images)
        dweights[3] += np.outer(p, hidden)
        dbiases[3] += p
        dhidden = (weights[3].T @ p) * (hidden > 0)
        dweights[2] += np.outer(dhidden, x.ravel())
        dbiases[2] += dhidden
        dx = (weights[2].T @ dhidden).reshape(x.shape)
        for layer in (1, 0):
            padded, z, a = kept[layer]
            dz = np.zeros_like(z)
            for o, i, j in np.ndindex(dx.shape):
                window = a[o, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
                r, s = divmod(int(window.argmax()), 2)
                dz[o, 2 * i + r, 2 * j + s] = dx[o, i, j] * (window[r, s] > 0)
            dpadded = np.zeros_like(padded)
            for o, i, j in np.ndindex(dz.shape):
                dweights[layer][o] += dz[o, i, j] * padded[:, i : i + 3, j : j + 3]
                dbiases[layer][o] += dz[o, i, j]
                dpadded[:, i : i + 3, j : j + 3] += dz[o, i, j] * weights[layer][o]
            dx = dpadded[:, 1:-1, 1:-1]
    return flat
