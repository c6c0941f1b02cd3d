/* The split tree while it grows in any order, and its preorder symbols at the end. */
#ifndef NW_CERTIFY_TREE_H
#define NW_CERTIFY_TREE_H

#include <stdint.h>

#include "certify/certify.h"

typedef struct nw_tree_node {
    uint32_t child; /* the first of two in a row; 0: a leaf */
    uint8_t axis;
} nw_tree_node;

/* Nodes 0 .. cells - 1 are the cells.  {0} is the empty one. */
typedef struct nw_growing_tree {
    nw_tree_node *nodes;
    size_t count, room, cells;
} nw_growing_tree;

void nw_growing_tree_begin(nw_growing_tree *tree, size_t cells);
/* Halves a leaf; the left half's node, the right one is the next.  False when node numbers end. */
bool nw_growing_tree_split(uint32_t *left, nw_growing_tree *tree, uint32_t leaf, int axis);
/* The symbols of all cells, in a row. */
void nw_growing_tree_write(nw_tree *out, const nw_growing_tree *tree);
void nw_growing_tree_clear(nw_growing_tree *tree);

#endif
