/** The console's only script: what the browser runs is our own functions, as they are, and nothing around them. */
import { takeOverUpload } from './upload-form.ts';
import { sendPieces } from './upload-pieces.ts';

export const uploadScript = `'use strict';(${takeOverUpload})(window,${sendPieces});`;
