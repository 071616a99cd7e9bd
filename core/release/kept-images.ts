/** Released images of a service that its repository keeps: as far back as a rollback can go. */
export const keptImages = 30;
