/* A constructed network has, layer by layer, the connections that built.h counts; where it has not, nothing is handed
 * out and the line says that it is a defect of this program. */
#ifndef NW_CONSTRUCT_CHECK_H
#define NW_CONSTRUCT_CHECK_H

#include "built.h"
#include "construct/kuhn.h"

/* Takes the network over, and hands it on in *checked or frees it. */
nw_status nw_check_built(nw_network **checked, nw_network *network, const nw_built *built, const char *card,
                         nw_error *error);
nw_status nw_check_kuhn(nw_network **checked, nw_network *network, const nw_kuhn *kuhn, nw_error *error);

#endif
