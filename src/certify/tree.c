#include "certify/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void nw_growing_tree_begin(nw_growing_tree *tree, size_t cells)
{
    tree->cells = tree->count = cells;
    tree->room = cells + 256;
    tree->nodes = nw_alloc(tree->room, sizeof *tree->nodes);
}

bool nw_growing_tree_split(uint32_t *left, nw_growing_tree *tree, uint32_t leaf, int axis)
{
    if (tree->count > UINT32_MAX - 2)
        return false;
    if (tree->count + 2 > tree->room) {
        tree->room *= 2;
        tree->nodes = nw_grow(tree->nodes, tree->room, sizeof *tree->nodes);
    }
    *left = (uint32_t)tree->count;
    tree->nodes[tree->count] = tree->nodes[tree->count + 1] = (nw_tree_node){0};
    tree->count += 2;
    tree->nodes[leaf] = (nw_tree_node){.child = *left, .axis = (uint8_t)axis};
    return true;
}

void nw_growing_tree_write(nw_tree *out, const nw_growing_tree *tree)
{
    /* Right halves on the way to the node at hand: never more than the tree is deep. */
    uint32_t *later = NULL;
    size_t waiting = 0, room = 0;
    out->symbols = nw_alloc(tree->count + 1, sizeof *out->symbols);
    out->room = tree->count + 1;
    out->count = 0;
    for (size_t cell = 0; cell < tree->cells; cell++)
        for (uint32_t node = (uint32_t)cell;;) {
            const nw_tree_node *at = &tree->nodes[node];
            if (at->child != 0) {
                if (waiting == room) {
                    room = room == 0 ? 64 : 2 * room;
                    later = nw_grow(later, room, sizeof *later);
                }
                later[waiting++] = at->child + 1;
                out->symbols[out->count++] = (unsigned char)(1 + at->axis);
                node = at->child;
                continue;
            }
            out->symbols[out->count++] = 0;
            if (waiting == 0)
                break;
            node = later[--waiting];
        }
    free(later);
}

void nw_growing_tree_clear(nw_growing_tree *tree)
{
    free(tree->nodes);
    *tree = (nw_growing_tree){0};
}
