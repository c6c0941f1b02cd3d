#include "construct/check.h"

static bool layer_agrees(const nw_layer *layer, const nw_built_layer *counted)
{
    size_t connections = layer->connections != NULL ? layer->connections->first[layer->units] : 0;
    return layer->connections != NULL && fmpz_equal_ui(counted->units, layer->units) &&
           fmpz_equal_ui(counted->connections, connections);
}

nw_status nw_check_built(nw_network **checked, nw_network *network, const nw_built *built, const char *card,
                         nw_error *error)
{
    bool agrees = network->layer_count == built->layer_count;
    size_t k = 0;
    while (agrees && k < built->layer_count) {
        agrees = layer_agrees(&network->layers[k], &built->layers[k]);
        k += agrees;
    }
    *checked = agrees ? network : NULL;
    if (agrees)
        return NW_OK;
    nw_network_free(network);
    return nw_fail(error, NW_IO_FAILURE,
                   "layer %zu of the %s network does not have the connections counted for it, which is a defect of "
                   "this program: please report it",
                   k + 1, card);
}

nw_status nw_check_kuhn(nw_network **checked, nw_network *network, const nw_kuhn *kuhn, nw_error *error)
{
    nw_built built;
    fmpz_t intervals;
    nw_built_init(&built);
    fmpz_init_set_ui(intervals, kuhn->intervals);
    nw_built_kuhn(&built, intervals, (slong)kuhn->n);
    nw_status status = nw_check_built(checked, network, &built, "kuhn", error);
    fmpz_clear(intervals);
    nw_built_clear(&built);
    return status;
}
