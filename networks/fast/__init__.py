"""Faster ways to the numbers of `networks.layers`, which says what they are.

`phases` is the idea, `conv_block` a convolution with its ReLU and pooling, `plan` chooses what is fast for
which layers, `half` carries one half of a batch forward and back, `helper` does so in a second process.
"""
